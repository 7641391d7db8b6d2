package org.partitioners.skew;

class DChoicesGroupingTest extends GroupingContractTest {

  @Override
  Grouping grouping(int numPlaces) {
    return Groupings.dChoices(numPlaces);
  }

  @Override
  int placesOfAColdKey() {
    return 2;
  }

  @Override
  int placesOfTheHotKey() {
    return 50;
  }
}
