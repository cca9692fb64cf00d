"""The province that `dev/province` makes is as large as it says; whether it can be made is a check of its own."""

from provinces import names


def test_there_are_sixty_units_in_four_clusters():
    assert [len(cluster.units) for cluster in names.CLUSTERS] == [14, 16, 16, 14]
    units = [unit for cluster in names.CLUSTERS for unit in cluster.units]
    assert len(set(units)) == 60


def test_units_are_called_as_they_are_since_2025():
    """There are no districts any more, and no towns of them."""
    firsts = {unit.split()[0] for cluster in names.CLUSTERS for unit in cluster.units}
    assert firsts == {"Sở", "Văn", "Thanh", "Ban", "Phường", "Xã"}
