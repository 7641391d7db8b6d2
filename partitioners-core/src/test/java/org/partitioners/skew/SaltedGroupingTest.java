package org.partitioners.skew;

class SaltedGroupingTest extends GroupingContractTest {

  @Override
  Grouping grouping(int numPlaces) {
    return Groupings.salted(numPlaces, 8);
  }

  @Override
  int placesOfAColdKey() {
    return 8;
  }

  @Override
  int placesOfTheHotKey() {
    return 7;
  }
}
