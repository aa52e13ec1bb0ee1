// A page wholly in C++: a table of 1000 cities to filter and to sort. The deputy builds it and serves the events; the page only draws.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <deputy.hpp>
#include <random>
#include <string>
#include <vector>

namespace {

struct City {
  std::string name;
  int people;
};

std::vector<City> make_cities() {
  const char* const first[] = {"Nord", "Alt", "Stein", "Wald", "Neu", "Ober", "See", "Gold", "Berg", "Linden"};
  const char* const last[] = {"heim", "burg", "stadt", "hausen", "furt", "au", "dorf", "bach", "tal", "feld"};
  std::mt19937 random(7);
  std::vector<City> cities;
  for (int i = 0; i < 1000; i++) {
    cities.push_back({std::string(first[i % 10]) + last[i / 10 % 10] + " " + std::to_string(i / 100 + 1), int(random() % 900'000) + 1000});
  }
  return cities;
}

class Page {
 public:
  Page() : document_(deputy::ui.global("document")) {
    deputy::batch batch;
    const auto document = batch.use(document_);
    const auto body = document.get("body");
    document.set("title", "cities");
    body.call("append", document.call("createElement", "h1").set("textContent", "Cities"));
    const auto filter = document.call("createElement", "input").set("placeholder", "filter");
    const auto sort = document.call("createElement", "button").set("textContent", "sort by people");
    const auto shown = document.call("createElement", "p");
    const auto table = document.call("createElement", "table");
    body.call("append", filter, sort, shown, table);
    filter.call("addEventListener", "input", typed_);
    sort.call("addEventListener", "click", clicked_);
    filter.give_object();
    shown.give_object();
    table.give_object();
    const auto made = batch.run().as<std::vector<deputy::object>>();
    filter_ = made.at(0);
    shown_ = made.at(1);
    table_ = made.at(2);
  }

  void draw() const {
    const auto wanted = filter_.get("value").as<std::string>();
    deputy::batch batch;
    const auto document = batch.use(document_);
    const auto table = batch.use(table_);
    table.call("replaceChildren");
    int shown = 0;
    for (const City& city : cities_) {
      if (city.name.find(wanted) == std::string::npos) continue;
      const auto row = document.call("createElement", "tr");
      row.call("append", document.call("createElement", "td").set("textContent", city.name),
               document.call("createElement", "td").set("textContent", city.people));
      table.call("append", row);
      shown++;
    }
    batch.use(shown_).set("textContent", std::to_string(shown) + " of " + std::to_string(cities_.size()));
    batch.run();  // one trip, however many rows
  }

 private:
  void sort() {
    std::ranges::sort(cities_, std::greater(), &City::people);
    draw();
  }

  std::vector<City> cities_ = make_cities();
  deputy::callback typed_{[this] { draw(); }};
  deputy::callback clicked_{[this] { sort(); }};
  deputy::object document_, filter_, shown_, table_;
};

}  // namespace

int main() {
  try {
    Page page;
    page.draw();
    deputy::check(deputy_context_serve(UINT32_MAX, nullptr));  // events come here, until somebody ends the program
    return 0;
  } catch (const deputy::error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
