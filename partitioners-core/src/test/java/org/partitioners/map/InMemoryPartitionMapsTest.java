package org.partitioners.map;

class InMemoryPartitionMapsTest extends PartitionMapStoreContract {

  private final PartitionMapStore store = PartitionMapStore.inMemory();

  @Override
  protected PartitionMapStore store() {
    return store;
  }
}
