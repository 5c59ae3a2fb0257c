//! The texts in Vietnamese.

use crate::person::{Comparison, DifferentBecause, PerhapsBecause, SameBecause};
use crate::verdict::ReasonCode;
use crate::warning::WarningCode;

const NEW_FROM_ISSUER: &str =
    "Không cho vào nếu chỉ dựa trên mã này; người được cấp có thể xin chứng nhận mới tại nơi cấp.";
const KEYS_OR_ANOTHER: &str = "Hãy cập nhật khóa rồi thử lại; nếu vẫn vậy, hãy đề nghị xuất trình chứng nhận khác.";
const ISSUER_MENDS: &str = "Hiện không cần làm gì; nơi cấp nên sửa điểm này trong các chứng nhận mới.";
const KEY_DECIDES: &str = "Không cần làm gì: phương thức ký do chính khóa quyết định.";
const ORIGIN_BY_KEY: &str = "Quốc gia của khóa cho biết nguồn gốc; nơi cấp nên sửa điểm này trong các chứng nhận mới.";
const COMPARE_PRINT: &str =
    "Hãy đối chiếu dữ liệu đã đọc với bản in; nơi cấp nên sửa điểm này trong các chứng nhận mới.";
const COMPLETE_ONE: &str = "Nếu cần mục này, người được cấp có thể xin chứng nhận đầy đủ tại nơi cấp.";

pub(super) fn reason(code: ReasonCode) -> (&'static str, &'static str) {
    match code {
        ReasonCode::SignatureInvalid => {
            ("Chữ ký không hợp lệ: chứng nhận đã bị sửa đổi hoặc làm giả.", NEW_FROM_ISSUER)
        }
        ReasonCode::AlgorithmMismatch => {
            ("Chứng nhận ghi phương thức ký khác với phương thức của khóa.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyDomain => ("Khóa dùng để ký chứng nhận này thuộc về một nhóm chứng nhận khác.", NEW_FROM_ISSUER),
        ReasonCode::KeyUsage => ("Khóa này không được phép ký loại chứng nhận này.", NEW_FROM_ISSUER),
        ReasonCode::KeyNotSigner => ("Khóa này dùng cho mục đích khác, không phải để ký chứng nhận.", NEW_FROM_ISSUER),
        ReasonCode::KeyTooWeak => ("Khóa quá yếu, không đủ để bảo vệ chứng nhận khỏi bị làm giả.", NEW_FROM_ISSUER),
        ReasonCode::KeyUnsupported => {
            ("Chứng nhận được ký bằng loại khóa không được công nhận ở đây.", NEW_FROM_ISSUER)
        }
        ReasonCode::Revoked => (
            "Chứng nhận đã bị thu hồi: nơi cấp đã tuyên bố chứng nhận này không còn giá trị.",
            "Không cho vào dựa trên mã này; người được cấp có thể hỏi nơi cấp lý do và xin chứng nhận mới.",
        ),
        ReasonCode::LikelyRevoked => (
            "Chứng nhận có trong một danh sách thu hồi, nhưng danh sách này đôi khi nhầm lẫn.",
            "Hãy đề nghị xuất trình chứng nhận khác; người được cấp có thể hỏi nơi cấp xem có đúng là đã thu hồi không.",
        ),
        ReasonCode::RevocationUnknown => (
            "Không rõ chứng nhận đã bị thu hồi hay chưa: thiếu danh sách cần cho việc này.",
            "Hãy cập nhật các danh sách chứng nhận bị thu hồi rồi thử lại.",
        ),
        ReasonCode::DifferentPersons => (
            "Các chứng nhận không thuộc về cùng một người: ngày sinh khác nhau.",
            "Hãy kiểm tra riêng từng người và đối chiếu họ tên, ngày sinh với giấy tờ tùy thân.",
        ),
        ReasonCode::Expired => (
            "Chứng nhận đã hết hạn.",
            "Hãy đề nghị xuất trình chứng nhận còn hạn; người được cấp có thể xin chứng nhận mới tại nơi cấp.",
        ),
        ReasonCode::NotYetValid => (
            "Chứng nhận chưa có hiệu lực.",
            "Hãy kiểm tra ngày giờ trên thiết bị này; nếu đúng, hãy đợi đến khi chứng nhận có hiệu lực.",
        ),
        ReasonCode::KeyExpired => (
            "Khóa dùng để ký chứng nhận đã hết hạn.",
            "Hãy cập nhật khóa rồi thử lại; nếu vẫn vậy, người được cấp có thể xin chứng nhận mới tại nơi cấp.",
        ),
        ReasonCode::KeyNotYetValid => (
            "Khóa dùng để ký chứng nhận chưa có hiệu lực.",
            "Hãy kiểm tra ngày giờ trên thiết bị này rồi thử lại; nếu đúng, người được cấp nên liên hệ với nơi cấp.",
        ),
        ReasonCode::RuleFailed => (
            "Một quy định nhập cảnh của quốc gia được hỏi chưa được đáp ứng.",
            "Không cho vào chỉ dựa trên mã này; người được cấp xem được quy định đó trong ứng dụng.",
        ),
        ReasonCode::Invalidated => (
            "Quốc gia cấp chứng nhận không còn bảo đảm cho chứng nhận này.",
            "Không cho vào chỉ dựa trên mã này; người được cấp có thể xin nơi cấp chứng nhận mới.",
        ),
        ReasonCode::NothingCounts => (
            "Không chứng nhận nào đã xuất trình thuộc loại được tính ở đây.",
            "Hãy yêu cầu chứng nhận loại khác; chế độ kiểm tra quy định loại nào được tính.",
        ),
        ReasonCode::NoCode => ("Chưa có mã nào nên không có gì để kiểm tra.", "Hãy quét hoặc nhập mã của chứng nhận."),
        ReasonCode::TooManyCodes => (
            "Số mã đưa vào nhiều hơn mức có thể kiểm tra trong một lần.",
            "Hãy kiểm tra ít chứng nhận hơn mỗi lần, và chỉ của một người.",
        ),
        ReasonCode::NotACertificate => (
            "Mã này không phải là chứng nhận sức khỏe có thể kiểm tra ở đây.",
            "Hãy đề nghị xuất trình mã của chứng nhận sức khỏe rồi quét mã đó.",
        ),
        ReasonCode::Malformed => (
            "Không đọc được chứng nhận: mã bị hỏng, bị thiếu hoặc được tạo sai.",
            "Hãy quét lại mã gốc; nếu vẫn không được, người được cấp có thể xin chứng nhận mới tại nơi cấp.",
        ),
        ReasonCode::UnknownPayload => (
            "Mã được ký như một chứng nhận, nhưng nội dung thuộc loại chưa được biết ở đây.",
            "Hãy cập nhật ứng dụng rồi thử lại, hoặc đề nghị xuất trình chứng nhận khác.",
        ),
        ReasonCode::NoKeyId => (
            "Chứng nhận không cho biết đã được ký bằng khóa nào nên chưa thể xác nhận nơi cấp.",
            "Hãy đề nghị xuất trình chứng nhận khác; người được cấp có thể xin chứng nhận mới tại nơi cấp.",
        ),
        ReasonCode::NoKeys => (
            "Thiết bị này chưa có khóa nào, nên chưa thể xác nhận chứng nhận nào.",
            "Hãy kết nối mạng và cập nhật; trước đó, hãy đối chiếu với giấy tờ khác.",
        ),
        ReasonCode::KeysStale => (
            "Các khóa trên thiết bị này đã quá cũ, không còn đáng tin cậy.",
            "Hãy kết nối mạng, cập nhật rồi kiểm tra lại.",
        ),
        ReasonCode::RulesStale => (
            "Các quy định trên thiết bị này đã quá cũ, không còn đáng tin cậy.",
            "Hãy kết nối mạng, cập nhật rồi kiểm tra lại.",
        ),
        ReasonCode::RevocationStale => (
            "Các danh sách chứng nhận bị thu hồi trên thiết bị này đã quá cũ, không còn đáng tin cậy.",
            "Hãy kết nối mạng, cập nhật rồi kiểm tra lại.",
        ),
        ReasonCode::KeyUnknown => {
            ("Khóa của chứng nhận không có trong danh sách đang dùng nên chưa thể xác nhận nơi cấp.", KEYS_OR_ANOTHER)
        }
        ReasonCode::KeyTestOnly => (
            "Chứng nhận được ký bằng khóa minh họa, không dành cho việc sử dụng thực tế.",
            "Hãy đề nghị xuất trình chứng nhận được cấp để sử dụng thực tế.",
        ),
        ReasonCode::TooManyKeys => {
            ("Quá nhiều khóa có cùng mã số nên chưa rõ khóa nào thuộc về chứng nhận này.", KEYS_OR_ANOTHER)
        }
        ReasonCode::NoHolder => (
            "Chứng nhận không ghi được cấp cho ai.",
            "Hãy yêu cầu chứng nhận khác; người được cấp có thể xin nơi cấp chứng nhận mới.",
        ),
        ReasonCode::NoExpiry => (
            "Chứng nhận không ghi có giá trị đến khi nào, dù loại này bắt buộc phải ghi.",
            "Hãy yêu cầu chứng nhận khác; người được cấp có thể xin nơi cấp chứng nhận mới.",
        ),
        ReasonCode::PersonsUnclear => (
            "Chưa rõ các chứng nhận có thuộc về một người hay không: họ tên khác nhau hoặc thiếu ngày sinh.",
            "Hãy đối chiếu họ tên và ngày sinh với giấy tờ tùy thân.",
        ),
        ReasonCode::NoCountry => (
            "Chưa chọn quốc gia nên chưa biết áp dụng quy định nào.",
            "Hãy chọn quốc gia có quy định cần áp dụng rồi kiểm tra lại.",
        ),
        ReasonCode::RuleOpen => (
            "Một quy định nhập cảnh của quốc gia được hỏi không áp dụng được cho chứng nhận này.",
            "Hãy yêu cầu chứng nhận khác hoặc hỏi cơ quan có thẩm quyền.",
        ),
        ReasonCode::ModeUnknown => (
            "Trong các quy định không có chế độ tên này nên không rõ chứng nhận nào được tính.",
            "Hãy chọn chế độ có trong quy định, hoặc cập nhật quy định rồi thử lại.",
        ),
        ReasonCode::MoreNeeded => (
            "Chỉ riêng những gì đã xuất trình là chưa đủ; cần thêm một chứng nhận nữa.",
            "Hãy yêu cầu chứng nhận còn thiếu và kiểm tra tất cả cùng nhau.",
        ),
        ReasonCode::ModeOpen => (
            "Không xác định được chứng nhận này có được tính trong chế độ đã chọn hay không.",
            "Hãy yêu cầu chứng nhận khác hoặc hỏi cơ quan quản lý quy định.",
        ),
        ReasonCode::NoRules => (
            "Ở đây chưa có quy định cho điều được hỏi nên chưa thể kết luận.",
            "Hãy cập nhật quy định rồi thử lại, hoặc hỏi cơ quan có thẩm quyền.",
        ),
    }
}

pub(super) fn warning(code: WarningCode) -> (&'static str, &'static str) {
    match code {
        WarningCode::CoseUntagged => ("Phần được ký của chứng nhận thiếu dấu hiệu mở đầu thường có.", ISSUER_MENDS),
        WarningCode::CoseDoubleTagged => ("Phần được ký của chứng nhận thừa một dấu hiệu mở đầu.", ISSUER_MENDS),
        WarningCode::KeyIdUnprotected => ("Mã số khóa chỉ được ghi ở phần không được chữ ký bảo vệ.", ISSUER_MENDS),
        WarningCode::KeyIdsDiffer => {
            ("Chứng nhận ghi hai khóa khác nhau; khóa ghi ở phần được chữ ký bảo vệ đã được dùng.", ISSUER_MENDS)
        }
        WarningCode::AlgorithmUnprotected => {
            ("Phương thức ký chỉ được ghi ở phần không được chữ ký bảo vệ.", KEY_DECIDES)
        }
        WarningCode::AlgorithmsDiffer => {
            ("Chứng nhận ghi hai cách ký khác nhau; khóa là yếu tố quyết định.", ISSUER_MENDS)
        }
        WarningCode::AlgorithmAbsent => ("Chứng nhận không ghi phương thức ký.", KEY_DECIDES),
        WarningCode::TimeFloat => {
            ("Một mốc thời gian được ghi bằng số thập phân; chỉ phần giây nguyên được dùng.", ISSUER_MENDS)
        }
        WarningCode::TimeTagged => {
            ("Một mốc thời gian có thêm dấu hiệu thừa, không làm thay đổi giá trị.", ISSUER_MENDS)
        }
        WarningCode::ExpiryAbsent => (
            "Chứng nhận không ghi ngày hết hạn.",
            "Hãy xem ngày cấp; nơi cấp nên ghi ngày hết hạn trong các chứng nhận mới.",
        ),
        WarningCode::IssuedAbsent => ("Chứng nhận không ghi ngày cấp.", ISSUER_MENDS),
        WarningCode::IssuerAbsent => ("Chứng nhận không ghi nơi cấp.", ORIGIN_BY_KEY),
        WarningCode::IssuerForm => ("Nơi cấp không được ghi bằng mã quốc gia gồm hai chữ cái.", ORIGIN_BY_KEY),
        WarningCode::OtherPayloads => (
            "Ngoài phần đã đọc, chứng nhận còn chứa nội dung khác.",
            "Chỉ phần đã đọc được tính; người được cấp có thể hỏi nơi cấp về phần còn lại.",
        ),
        WarningCode::PayloadWrapped => ("Nội dung chứng nhận bị bọc thêm một lớp thừa.", ISSUER_MENDS),
        WarningCode::VersionUnknown => ("Chứng nhận ghi một phiên bản định dạng không tồn tại.", COMPARE_PRINT),
        WarningCode::FieldMissing => ("Thiếu một mục bắt buộc.", COMPLETE_ONE),
        WarningCode::FieldEmpty => ("Có một mục bị bỏ trống.", COMPLETE_ONE),
        WarningCode::FieldLong => ("Có một mục dài hơn mức cho phép.", ISSUER_MENDS),
        WarningCode::FieldRange => ("Có một mục mang giá trị không được phép.", COMPARE_PRINT),
        WarningCode::NumberFloat => ("Một số nguyên được ghi dưới dạng số thập phân.", ISSUER_MENDS),
        WarningCode::GroupEmpty => ("Một phần không dùng đến được để trống thay vì bỏ hẳn.", ISSUER_MENDS),
        WarningCode::DateWithTime => ("Một ngày được ghi kèm giờ; phần giờ đã được bỏ qua.", ISSUER_MENDS),
        WarningCode::DateTagged => ("Một ngày có thêm dấu hiệu thừa, không làm thay đổi giá trị.", ISSUER_MENDS),
        WarningCode::DateUnreadable => {
            ("Một ngày hoặc giờ không đọc được hoặc không tồn tại nên được coi là chưa biết.", ISSUER_MENDS)
        }
        WarningCode::BirthDateEmpty => {
            ("Ngày sinh bị bỏ trống.", "Hãy đối chiếu họ tên với giấy tờ tùy thân; không thể đối chiếu ngày sinh.")
        }
        WarningCode::BirthDatePartial => (
            "Ngày sinh chỉ được ghi một phần, trong khi cần ghi đầy đủ.",
            "Hãy đối chiếu họ tên và phần ngày sinh đã ghi với giấy tờ tùy thân.",
        ),
        WarningCode::ZoneMissing => (
            "Một thời điểm không ghi múi giờ; đã được đọc theo giờ quốc tế (UTC).",
            "Hãy lưu ý có thể chênh lệch vài giờ; nơi cấp nên ghi múi giờ trong các chứng nhận mới.",
        ),
        WarningCode::TimeForm => ("Một thời điểm được ghi theo cách khác thường.", COMPARE_PRINT),
        WarningCode::UvciForm => ("Mã định danh của chứng nhận không bắt đầu đúng cách.", ISSUER_MENDS),
        WarningCode::NameForm => (
            "Họ tên dạng máy đọc có ký tự không được phép.",
            "Hãy đối chiếu họ tên với giấy tờ tùy thân; nơi cấp nên sửa điểm này trong các chứng nhận mới.",
        ),
        WarningCode::IcvpGeneration => (
            "Chứng nhận dùng định dạng cũ của loại này; đã được đọc theo định dạng mới nhất.",
            "Hiện không cần làm gì; chứng nhận mới nên dùng định dạng mới nhất.",
        ),
        WarningCode::OutlivesKey => (
            "Chứng nhận có thời hạn dài hơn khóa dùng để ký.",
            "Khi khóa hết hạn, chứng nhận sẽ không còn được tính; hãy kịp thời xin chứng nhận mới tại nơi cấp.",
        ),
        WarningCode::PredatesKey => ("Chứng nhận được cấp trước khi khóa của nó có hiệu lực.", ISSUER_MENDS),
        WarningCode::ClockBehind => (
            "Đồng hồ của thiết bị này bị chậm; đã dùng thời điểm muộn hơn có chữ ký xác nhận.",
            "Hãy chỉnh lại ngày giờ trên thiết bị này.",
        ),
        WarningCode::KeysUnsigned => (
            "Danh sách khóa không có chữ ký nào đã được kiểm tra.",
            "Hãy bảo đảm danh sách đến từ nguồn đáng tin cậy, hoặc nạp danh sách có chữ ký.",
        ),
        WarningCode::NoRevocationList => (
            "Chưa nạp danh sách chứng nhận bị thu hồi nên chưa kiểm tra việc thu hồi.",
            "Hãy nạp danh sách đó, hoặc lưu ý rằng chứng nhận đã bị thu hồi sẽ không được phát hiện.",
        ),
        WarningCode::AgeUnknown => {
            ("Không rõ khóa và quy định đã có từ bao giờ.", "Hãy bảo đảm các tệp đang dùng là bản mới nhất.")
        }
        WarningCode::DataAgeing => (
            "Khóa, quy định hoặc danh sách thu hồi trên thiết bị này sắp cũ.",
            "Hãy sớm cập nhật: sau một thời gian sẽ không thể kết luận gì dựa trên chúng.",
        ),
        WarningCode::CalendarClamped => (
            "Một tháng ngắn hơn ngày được tính tới; trong vài ngày, ứng dụng khác có thể kết luận khác.",
            "Nếu ứng dụng khác kết luận khác, cơ quan quản lý quy định sẽ cho biết ngày nào được tính.",
        ),
        WarningCode::ChangeUncertain => (
            "Không biết chính xác khi nào câu trả lời này thay đổi; có thể sớm hơn thời điểm đã nêu.",
            "Hãy kiểm tra lại ngay trước khi dựa vào câu trả lời này.",
        ),
        WarningCode::NoRulesApplied => (
            "Chỉ kiểm tra chữ ký, thời hạn và khóa; chưa áp dụng quy định của quốc gia nào.",
            "Để quyết định việc cho vào, hãy kiểm tra thêm theo quy định của quốc gia liên quan.",
        ),
    }
}

pub(super) fn comparison(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Same(SameBecause::NamesEqual) => "Cùng ngày sinh, cùng họ tên.",
        Comparison::Same(SameBecause::NamesTransliterated) => {
            "Cùng ngày sinh, họ tên trùng nhau sau khi chuyển sang chữ cái A đến Z."
        }
        Comparison::Same(SameBecause::NamesReordered) => "Cùng ngày sinh, cùng họ tên nhưng khác thứ tự.",
        Comparison::Same(SameBecause::NamesShortened) => "Cùng ngày sinh; một chứng nhận lược bớt một phần họ tên.",
        Comparison::Same(SameBecause::BirthDateAgrees) => "Cùng họ tên; ngày sinh khớp nhau ở phần đã biết.",
        Comparison::Perhaps(PerhapsBecause::BirthDateUnknown) => "Họ tên khớp nhau, nhưng chưa biết ngày sinh.",
        Comparison::Perhaps(PerhapsBecause::BirthDatePartial) => "Họ tên khớp một phần và chưa biết đầy đủ ngày sinh.",
        Comparison::Perhaps(PerhapsBecause::DayAndMonthSwapped) => {
            "Cùng họ tên; ngày sinh sẽ trùng nhau nếu đổi chỗ ngày và tháng."
        }
        Comparison::Perhaps(PerhapsBecause::MarksDiffer) => {
            "Họ tên chỉ khác nhau ở dấu, nhưng khác dấu có thể là tên khác."
        }
        Comparison::Perhaps(PerhapsBecause::SpellingDiffers) => "Họ tên được viết khác nhau.",
        Comparison::Perhaps(PerhapsBecause::InitialsOnly) => "Có tên chỉ ghi chữ cái đầu.",
        Comparison::Perhaps(PerhapsBecause::NamePartMissing) => "Thiếu họ hoặc tên.",
        Comparison::Perhaps(PerhapsBecause::NameUnknown) => "Không có họ tên để so sánh.",
        Comparison::Perhaps(PerhapsBecause::ScriptsDiffer) => "Họ tên được viết bằng các hệ chữ không so sánh được.",
        Comparison::Perhaps(PerhapsBecause::NamesOverlap) => "Họ tên trùng nhau một phần và khác nhau một phần.",
        Comparison::Perhaps(PerhapsBecause::FamilyNamesDiffer) => "Cùng tên, khác họ.",
        Comparison::Different(DifferentBecause::BirthDates) => "Ngày sinh khác nhau.",
        Comparison::Different(DifferentBecause::GivenNames) => "Cùng họ, khác tên.",
        Comparison::Different(DifferentBecause::Names) => "Họ tên khác nhau.",
    }
}
