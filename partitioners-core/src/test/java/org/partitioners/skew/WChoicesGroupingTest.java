package org.partitioners.skew;

class WChoicesGroupingTest extends GroupingContractTest {

  @Override
  Grouping grouping(int numPlaces) {
    return Groupings.wChoices(numPlaces);
  }

  @Override
  int placesOfAColdKey() {
    return 2;
  }

  @Override
  int placesOfTheHotKey() {
    return 100;
  }
}
