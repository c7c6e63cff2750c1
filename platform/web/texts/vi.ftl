# Khung trang
web-skip = Đến nội dung chính
web-nav = Chính
web-menu = Menu
web-sign-in = Đăng nhập
web-sign-out = Thoát
web-sign-out-name = Thoát ({ $name })
web-call = Cần người giúp? Gọi
web-call-hours = 7:00 đến 21:00, cả ngày nghỉ
web-demo = Bản trình diễn. Người, hồ sơ và số liệu trong trang đều là giả định.
web-back = Quay lại
web-home = Về trang chủ
web-continue = Tiếp tục
web-print = In
web-print-hint = Khổ A5. Bấm Ctrl P, hoặc “In” trong trình duyệt.

# Biểu mẫu
web-error-prefix = Lỗi:
web-mistakes = Có { $n } chỗ cần sửa
web-optional = (không bắt buộc)
web-day = Ngày
web-month = Tháng
web-year = Năm
web-sending = Đang gửi…

# Danh sách
web-pages = Trang
web-page-of = Trang { $page } trong { $pages }, tất cả { $rows } dòng.
web-page-before = Trang trước
web-page-after = Trang sau

# Trang báo lỗi
web-safe = Những gì ông/bà đã nhập vẫn còn
web-safe-more = Phần đã lưu không mất. Không cần nhập lại từ đầu.
web-or-call = Cần người giúp, gọi
web-incident = Khi gọi, đọc mã sự cố
web-again = Thử lại
web-go-back = Bấm nút quay lại của trình duyệt để sửa. Những gì đã nhập vẫn còn trên trang trước.
web-look-up = Tra cứu hồ sơ bằng mã trên giấy hẹn
web-absent-title = Không tìm thấy trang này
web-forbidden-title = Chưa làm được việc này
web-fields-title = Có chỗ cần sửa
web-state-title = Lúc này chưa làm được
web-changed-title = Có người vừa sửa trước
web-too-large-title = Nội dung gửi lên quá lớn
web-too-often-title = Thao tác quá nhanh
web-busy-title = Hệ thống đang bận
web-fault-title = Hệ thống trục trặc, lỗi ở phía chúng tôi
web-fault-lead = Thử lại sau ít phút. Nếu vẫn chưa được, gọi tổng đài để được giúp ngay.

# Phiên đã hết hạn
web-resume-title = Những gì vừa nhập vẫn còn
web-resume-lead = Phiên làm việc đã hết hạn trước khi gửi. Nội dung vừa nhập được giữ lại. Bấm gửi tiếp để hoàn tất.
web-resume-send = Gửi tiếp
web-resume-drop = Bỏ, về trang chủ
web-resume-nothing = Không còn nội dung nào đang giữ
web-resume-nothing-lead = Nội dung chỉ giữ trong 30 phút và chỉ mở được một lần.

# Lời từ chối chung
web-refused = Chưa làm được việc này. Gọi tổng đài để được giúp ngay.
refusal-absent = Địa chỉ có thể gõ thiếu, hoặc trang dành cho người khác. Mã hồ sơ không có chữ I và chữ O: đó là số 1 và số 0.
refusal-changed = Có người vừa sửa trước ông/bà. Chưa có gì bị mất. Mở lại trang để xem bản mới nhất rồi làm tiếp.
refusal-fields = Sửa những chỗ dưới đây rồi gửi lại.
refusal-csrf = Yêu cầu này không đến từ trang của chúng tôi, nên không được thực hiện. Mở lại trang rồi thử lại.
refusal-sign-in = Cần đăng nhập để làm việc này.
refusal-method = Địa chỉ này không nhận cách gửi vừa dùng.
refusal-too-often = Đã thử quá nhiều lần. Đợi { $seconds } giây rồi thử lại.
refusal-too-large = Nội dung gửi lên vượt quá mức cho phép. Gửi ít tệp hơn hoặc tệp nhỏ hơn.
refusal-busy = Nhiều người đang dùng cùng lúc. Thử lại sau ít phút.
field-form = Chưa đọc được biểu mẫu. Mở lại trang rồi điền lại.
field-form-key = Biểu mẫu thiếu mã gửi. Mở lại trang rồi gửi lại.
field-upload-broken = Tệp chưa gửi hết, có thể do mất mạng. Gửi lại.
field-file-empty = Tệp “{ $name }” trống, không có nội dung. Mở thử tệp trên máy rồi chọn lại.
field-file-too-large = Tệp “{ $name }” nặng { $size } MB; mỗi tệp tối đa { $limit } MB. Chụp lại với cỡ ảnh nhỏ hơn hoặc tách thành nhiều tệp.
field-file-kind = Tệp “{ $name }” không phải ảnh JPEG, PNG hay tệp PDF. Chụp ảnh giấy tờ hoặc lưu thành PDF rồi chọn lại.
field-file-truncated = Tệp “{ $name }” thiếu phần cuối, có thể do chép hoặc tải về chưa xong. Chọn lại tệp gốc hoặc chụp lại.
field-file-unreadable = Tệp “{ $name }” không có nội dung xem được. Chụp lại hoặc lưu lại rồi chọn lại.
field-file-encrypted = Tệp “{ $name }” có mật khẩu nên cán bộ không mở được. Bỏ mật khẩu hoặc in thành PDF mới rồi chọn lại.
field-file-interrupted = Tệp “{ $name }” chưa gửi hết, có thể do mất mạng. Gửi lại tệp này.
field-json = Nội dung JSON chưa đọc được.
