package org.partitioners.skew;

class KeyGroupingTest extends GroupingContractTest {

  @Override
  Grouping grouping(int numPlaces) {
    return Groupings.key(numPlaces);
  }

  @Override
  int placesOfAColdKey() {
    return 1;
  }

  @Override
  int placesOfTheHotKey() {
    return 1;
  }
}
