"""A name that a person types, and the codes of the regions that bear it."""

import pytest

from jiyao.search.query import Facet, FacetValue
from pipelines.lexicon.regions import places_meant, region_name, with_names_of_regions


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("山西省", ("山西省", "140000")),
        ("山西", ("山西", "山西省", "140000")),
        ("壽陽", ("壽陽", "寿阳县", "140725", "142427")),
        ("壽陽縣", ("壽陽縣", "寿阳县", "140725", "142427")),
        ("广西", ("广西", "广西壮族自治区", "450000")),
        ("宜兰县", ("宜兰县", "10002")),
        ("澳门", ("澳门", "澳门特别行政区", "mo", "820000")),
    ],
)  # fmt: skip
def test_a_name_stands_for_its_codes_in_either_script_with_or_without_its_kind(
    typed: str, meant: tuple[str, ...]
) -> None:
    assert set(places_meant([typed])) == set(meant)
    assert places_meant([typed])[0] == typed


def test_a_name_that_several_regions_bear_stands_for_all_of_them() -> None:
    assert {"110105", "211300"} <= set(places_meant(["朝阳"]))
    assert {"350122", "09007"} <= set(places_meant(["連江"])), "one in Fujian, one of Matsu"
    assert "211300" not in places_meant(["朝阳区"])


def test_a_township_has_the_code_of_its_county_and_its_own() -> None:
    assert {code[:6] for code in places_meant(["尹灵芝镇"]) if code.isdigit()} == {"140725"}


@pytest.mark.parametrize("typed", ["140725", "无名之地", "县", "省", ""])
def test_what_no_table_names_stays_as_it_is(typed: str) -> None:
    assert places_meant([typed]) == (typed,)


@pytest.mark.parametrize("typed", ['"山西省"', "“山西省”", "「山西省」"])
def test_a_name_in_quotation_marks_is_one_as_written(typed: str) -> None:
    assert places_meant([typed]) == ("山西省",)


def test_of_several_names_each_is_meant_once() -> None:
    assert places_meant(["山西", "山西省", "140000"]).count("140000") == 1


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("14", "山西省"),
        ("1407", "晋中市"),
        ("140725", "寿阳县"),
        ("10002", "宜蘭縣"),
        ("71", "台湾"),
        ("3101", "上海市"),
        ("81", "香港特别行政区"),
        ("99", "99"),
    ],
)
def test_a_region_is_told_by_the_name_of_today(region: str, name: str) -> None:
    assert region_name(region) == name


def test_facets_of_regions_are_labelled_and_others_stay() -> None:
    kinds = Facet("kind", (FacetValue("plenary", "plenary", 1),))
    regions, same = with_names_of_regions((Facet("regions", (FacetValue("1407", "1407", 3),)), kinds))
    assert regions.values == (FacetValue("1407", "晋中市", 3),)
    assert same == kinds
