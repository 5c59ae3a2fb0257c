// How long certlogic-js takes for rules. One JSON document on standard input:
//
//     { "cases": [{ "logic", "data" }…], "valueSets", "alone", "rounds" }
//
// The first `alone` cases are timed one by one, each in batches of its own; then all of them in turn. The value sets
// join each case's data. One JSON document on standard output:
//
//     { "node", "answers": ["true" | "false" | "other" | "error"…], "alone": [seconds…], "inTurn": seconds }
"use strict";

const { evaluate } = require("certlogic-js");

const WARM_UP = 5000;

const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
for (const { data } of input.cases) data.external.valueSets = input.valueSets;

const alone = input.cases.slice(0, input.alone).map(({ logic, data }) => (times) => {
    for (let time = 0; time < times; time++) tried(logic, data);
});
const inTurn = (times) => {
    for (let time = 0; time < times; time++) {
        const { logic, data } = input.cases[time % input.cases.length];
        tried(logic, data);
    }
};
const answer = {
    node: process.version,
    answers: input.cases.map(({ logic, data }) => answerOf(logic, data)),
    alone: measured(alone, input.rounds),
    inTurn: measured([inTurn], input.rounds)[0],
};
process.stdout.write(JSON.stringify(answer));

function answerOf(logic, data) {
    const value = tried(logic, data);
    if (value instanceof Error) return "error";
    return typeof value === "boolean" ? String(value) : "other";
}

// What is thrown is caught, as every verifier has to.
function tried(logic, data) {
    try {
        return evaluate(logic, data);
    } catch (error) {
        return error;
    }
}

// The contenders in turn, a batch each a round; of each the median seconds of one repetition.
function measured(contenders, rounds) {
    const settled = contenders.map((run) => ({ run, times: settle(run), seconds: [] }));
    for (let round = 0; round < rounds; round++) {
        for (const { run, times, seconds } of settled) seconds.push(spent(run, times) / times);
    }
    return settled.map(({ seconds }) => seconds.sort((one, other) => one - other)[seconds.length >> 1]);
}

// Warms up until the compiler has had its chance, then finds how many repetitions last about two milliseconds.
function settle(run) {
    spent(run, WARM_UP);
    return Math.max(1, Math.ceil(0.002 / (spent(run, WARM_UP) / WARM_UP)));
}

function spent(run, times) {
    const start = process.hrtime.bigint();
    run(times);
    return Number(process.hrtime.bigint() - start) / 1e9;
}
