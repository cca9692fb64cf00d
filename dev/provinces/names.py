"""What the units of the made-up province are called, as since 2025: no districts, communes below the province."""

from dataclasses import dataclass

PROVINCE = "Sông Thương"


@dataclass(frozen=True)
class Cluster:
    """A cluster of units.

    :ivar head: the function of whoever heads one of them; nobody has a name
    :ivar strength: which share of the points its units reach, more or less
    """

    name: str
    head: str
    strength: float
    units: tuple[str, ...]


_DEPARTMENTS = (
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Sở Công Thương",
    "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Tư pháp",
    "Sở Dân tộc và Tôn giáo",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Thanh tra tỉnh",
    "Ban Quản lý các khu công nghiệp tỉnh",
)
_WARDS = (
    "An Lạc Đông",
    "Bình Khê",
    "Cẩm Giang Thượng",
    "Đông Thành Nam",
    "Hòa Bình Trung",
    "Kim Sơn Hạ",
    "Long Biên Thượng",
    "Minh Tân Đông",
    "Nam Cường Trung",
    "Phú Thịnh Đông",
    "Quang Trung Hạ",
    "Tân Lập Tây",
    "Thanh Bình Trung",
    "Trường Yên Đông",
    "Vạn Phúc Hạ",
    "Xuân Hòa Trung",
)
_LOWLAND = (
    "An Khánh Tây",
    "Bắc Sơn Hạ",
    "Cộng Hòa Trung",
    "Đại Đồng Đông",
    "Đoàn Kết Tây",
    "Gia Thịnh Trung",
    "Hợp Tiến Đông",
    "Khánh Lộc Hạ",
    "Liên Hà Trung",
    "Mỹ Hưng Đông",
    "Ngọc Châu Tây",
    "Phúc Lâm Trung",
    "Tam Hưng Hạ",
    "Thái Sơn Đông",
    "Việt Tiến Trung",
    "Yên Phú Tây",
)
_UPLAND = (
    "Bản Lầu Thượng",
    "Cao Lâm",
    "Đèo Mây",
    "Khe Sáng",
    "Lũng Tre",
    "Mường Vang",
    "Nà Thượng",
    "Pắc Sen",
    "Sơn Lộ Thượng",
    "Suối Ngần",
    "Tân Nà Hạ",
    "Thác Trắng",
    "Vân Sơn Thượng",
    "Yên Khê Thượng",
)
CLUSTERS = (
    Cluster("Khối sở, ban, ngành", "Thủ trưởng", 0.94, _DEPARTMENTS),
    Cluster("Cụm các phường", "Chủ tịch Ủy ban nhân dân", 0.91, tuple(f"Phường {name}" for name in _WARDS)),
    Cluster("Cụm các xã đồng bằng", "Chủ tịch Ủy ban nhân dân", 0.88, tuple(f"Xã {name}" for name in _LOWLAND)),
    Cluster("Cụm các xã miền núi", "Chủ tịch Ủy ban nhân dân", 0.84, tuple(f"Xã {name}" for name in _UPLAND)),
)
#: Why points are lost, as units put it; a unit gives the same reason for a row each year.
REASONS = (
    "Chậm gửi báo cáo tháng do chưa phân công đầu mối tổng hợp",
    "Chưa có cán bộ chuyên trách; kiêm nhiệm nhiều việc sau khi sắp xếp đơn vị",
    "Phần mềm chưa liên thông, phải nhập lại số liệu nhiều lần",
    "Chưa bố trí được kinh phí trong năm",
    "Hồ sơ lập chưa đầy đủ, còn bổ sung sau thời hạn",
    "Văn bản chỉ đạo ban hành chậm so với kế hoạch",
)
REMARKS = (
    "Hồ sơ kiểm chứng chưa đủ căn cứ",
    "Số liệu không khớp với báo cáo của cơ quan theo dõi",
    "Thực hiện chậm hơn thời hạn được giao",
)
