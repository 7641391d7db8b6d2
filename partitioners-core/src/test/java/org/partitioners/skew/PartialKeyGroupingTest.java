package org.partitioners.skew;

class PartialKeyGroupingTest extends GroupingContractTest {

  @Override
  Grouping grouping(int numPlaces) {
    return Groupings.partialKey(numPlaces);
  }

  @Override
  int placesOfAColdKey() {
    return 2;
  }

  @Override
  int placesOfTheHotKey() {
    return 2;
  }
}
