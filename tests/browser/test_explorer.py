"""The explorer in the page: the words of Python at every position, its chart moves with it, the address holds what is chosen."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from opening import Opener
from playwright.sync_api import Page, expect

from analysis.package import Package
from analysis.report.explorer import Question, Slider, answers, questions

pytestmark = pytest.mark.slow

SET = """at => { for (const [name, value] of Object.entries(at)) {
    const input = document.getElementById(`x-${name}`); input.value = value; input.dispatchEvent(new Event("input", {bubbles: true})); }
  const said = [...document.querySelectorAll("#explore-QUESTION output")];
  return Object.fromEntries(said.map(o => [o.id.replace("x-QUESTION-", ""), o.textContent])); }"""


@pytest.fixture(scope="module")
def asked(package: Package) -> tuple[Question, ...]:
    return questions(package)


@pytest.fixture(scope="module")
def page(opened: Opener) -> Page:
    return opened()


def positions(slider: Slider, most: int) -> list[Decimal]:
    """Positions of a slider from end to end, at most so many, with its marks."""
    count = int((slider.high - slider.low) / slider.step)
    stride = max(1, count // most)
    return [slider.low + number * slider.step for number in range(0, count + 1, stride)] + [mark.value for mark in slider.marks]


def test_the_page_says_what_python_says_wherever_the_sliders_stand(page: Page, asked: tuple[Question, ...]) -> None:
    for question in asked:
        names = [slider.name for slider in question.sliders]
        places = [dict(zip(names, place, strict=True)) for place in product(*(positions(slider, 23) for slider in question.sliders))]
        wanted = [{name: str(value) for name, value in place.items()} for place in places]
        said = page.evaluate(f"(all) => all.map({SET.replace('QUESTION', question.name)})", wanted)
        for place, found in zip(places, said, strict=True):
            assert found == answers(question, place), place


def test_marks_are_the_values_of_the_sources_and_the_start_comes_back(page: Page, asked: tuple[Question, ...]) -> None:
    for question in asked:
        box = page.locator(f"#explore-{question.name}")
        for slider in question.sliders:
            field = page.locator(f"#x-{slider.name}")
            for mark in slider.marks:
                box.locator(f"[data-for=x-{slider.name}]", has_text=mark.label).first.click()
                assert Decimal(field.input_value()) == mark.value
                assert page.locator(f"#x-{slider.name}-said").text_content() == slider.says(mark.value)
                assert field.get_attribute("aria-valuetext") == slider.says(mark.value)
        box.get_by_role("button", name="Start again").click()
        assert [Decimal(page.locator(f"#x-{one.name}").input_value()) for one in question.sliders] == [
            one.start for one in question.sliders
        ]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_the_chart_moves_and_is_in_view_with_its_sliders(opened: Opener, asked: tuple[Question, ...], width: int, height: int) -> None:
    page = opened(width, height)
    for question in asked:
        box = page.locator(f"#explore-{question.name}")
        box.evaluate("one => one.scrollIntoView({behavior: 'instant'})")
        chart = box.locator("svg")
        for part in (box.locator(".sliders"), chart):
            expect(part).to_be_in_viewport(ratio=0.99)
        said = chart.get_attribute("aria-label")
        field = page.locator(f"#x-{question.sliders[0].name}")
        field.focus()
        page.keyboard.press("End")
        assert chart.get_attribute("aria-label") != said
        assert chart.locator(".bar").count() == len(question.bars)


def test_text_in_the_chart_stays_inside_and_apart(opened: Opener) -> None:
    for width in (320, 390, 1280):
        faults = opened(width).evaluate(
            """() => [...document.querySelectorAll('.explorer svg')].flatMap(svg => {
              const frame = svg.getBoundingClientRect();
              const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
              const out = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1);
              const meet = boxes.flatMap(([t, a], i) => boxes.slice(i + 1).filter(([, b]) =>
                a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3).map(([u]) => t + ' × ' + u));
              return [...out.map(([t]) => t), ...meet]; })"""
        )
        assert faults == []


def test_the_address_holds_what_is_chosen_and_a_shared_view_comes_back(opened: Opener) -> None:
    first = opened()
    first.locator("#x-price").focus()
    first.keyboard.press("End")
    chosen = first.locator("#x-price").input_value()
    assert f"#explore?price={chosen}&" in first.url
    second = opened(anchor="#" + first.url.partition("#")[2])
    assert second.locator("#x-price").input_value() == chosen
    assert second.locator("#x-price-lasts").text_content() == first.locator("#x-price-lasts").text_content()
    expect(second.locator("#explore-price")).to_be_in_viewport()


@pytest.mark.parametrize("anchor", ["#explore?price=1e99&used=-5&growth=", "#explore?price=NaN&growth=<b>", "#explore?", "#explore"])
def test_an_address_that_makes_no_sense_does_no_harm(opened: Opener, asked: tuple[Question, ...], anchor: str) -> None:
    page = opened(anchor=anchor)
    for question in asked:
        at = {one.name: Decimal(page.locator(f"#x-{one.name}").input_value()) for one in question.sliders}
        assert all(one.low <= at[one.name] <= one.high for one in question.sliders)
        assert page.evaluate(SET.replace("QUESTION", question.name), {}) == answers(question, at)


def test_without_scripts_the_tables_say_what_follows(opened: Opener, asked: tuple[Question, ...]) -> None:
    page = opened(script=False)
    for question in asked:
        assert page.locator(f"#explore-{question.name}").is_hidden()
        assert page.locator(f"#tbl-explore-{question.name} tbody tr").count() == sum(len(slider.marks) for slider in question.sliders)
