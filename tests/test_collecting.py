"""Processes that begin side by side share the work of a fresh clone."""

from tests.collecting import Collector, own_of


def test_each_of_several_processes_begins_with_files_of_its_own_and_one_alone_with_none():
    files = list("abcdefg")
    shares = [own_of(files, f"gw{number}", "3") for number in range(3)]
    assert sorted(file for share in shares for file in share) == files
    assert own_of(files, None, None) == []


def test_a_file_of_the_browsers_tests_is_passed_over_only_where_none_is_asked_for(tmp_path):
    file = tmp_path / "tests" / "browser" / "test_x.py"
    file.parent.mkdir(parents=True)
    file.write_text("pytestmark = pytest.mark.browser\n")
    assert Collector("not browser and not wheel").passed_over(file)
    assert not Collector("browser").passed_over(file)
