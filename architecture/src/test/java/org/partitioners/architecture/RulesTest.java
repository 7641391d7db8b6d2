package org.partitioners.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

/** Every rule fails where it should: on a house built wrong on purpose. */
class RulesTest {

  private static final String BROKEN = "org.partitioners.architecture.broken";

  private final Rules rules = new Rules(new House(BROKEN));
  private final JavaClasses house = new ClassFileImporter().importPackages(BROKEN);

  /** The violations, without the repeated root package. */
  private ListAssert<String> violationsOf(ArchRule rule) {
    List<String> details = rule.evaluate(house).getFailureReport().getDetails();
    return assertThat(details.stream().map(detail -> detail.replace(BROKEN + ".", "")).toList());
  }

  @Test
  void theRootKnowsASubpackage() {
    violationsOf(rules.coreRootDependsOnNoOtherPackage())
        .isNotEmpty()
        .allMatch(violation -> violation.contains("Root") && violation.contains("hash.Hash"));
  }

  @Test
  void aSubpackageKnowsAnother() {
    violationsOf(rules.coreSubpackagesDependOnTheRootAlone())
        .isNotEmpty()
        .allMatch(violation -> violation.contains("hash.Hash") && violation.contains("SkewUtils"));
  }

  @Test
  void coreKnowsAnAdapter() {
    violationsOf(rules.coreDependsOnNoUpperStorey())
        .isNotEmpty()
        .allMatch(violation -> violation.contains("hash.Hash") && violation.contains("Adapter"));
  }

  @Test
  void coreKnowsAnEngine() {
    violationsOf(rules.coreKnowsNoEngine())
        .isNotEmpty()
        .allMatch(
            violation -> violation.contains("hash.Hash") && violation.contains("KeySelector"));
  }

  @Test
  void anAdapterKnowsAnother() {
    violationsOf(rules.adaptersDoNotKnowEachOther())
        .isNotEmpty()
        .allMatch(
            violation -> violation.contains("flink.Adapter") && violation.contains("Transform"));
  }

  @Test
  void aPartOfAnAdapterKnowsAnother() {
    violationsOf(rules.partsOfAnAdapterDoNotKnowEachOther())
        .isNotEmpty()
        .allMatch(
            violation ->
                violation.contains("flink.window.Timing") && violation.contains("range.Ranges"));
  }

  @Test
  void whatPartsShareIsForUsers() {
    violationsOf(rules.whatPartsShareIsInternal())
        .singleElement()
        .asString()
        .contains("flink.window.Timing");
  }

  @Test
  void aLibraryKnowsAJob() {
    violationsOf(rules.nothingDependsOnJobsExamplesOrBenchmarks())
        .isNotEmpty()
        .allMatch(violation -> violation.contains("beam.Transform") && violation.contains("Job"));
  }

  @Test
  void packagesFormACycle() {
    violationsOf(rules.packagesAreFreeOfCycles())
        .anyMatch(violation -> violation.contains("jobs.a") && violation.contains("jobs.b"));
  }

  @Test
  void aClassIsNamedUtils() {
    violationsOf(rules.nothingIsNamedUtil()).singleElement().asString().contains("SkewUtils");
  }

  @Test
  void aLibraryTakesABoolean() {
    violationsOf(rules.librariesTakeNoBooleans())
        .singleElement()
        .asString()
        .contains("print(boolean)");
  }

  @Test
  void aLibraryHasAGetterOfItsOwn() {
    violationsOf(rules.librariesHaveNoGetters())
        .singleElement()
        .asString()
        .contains("SkewUtils.getSkew()");
  }

  @Test
  void aLibraryPrints() {
    violationsOf(rules.librariesDoNotPrint()).isNotEmpty().allMatch(v -> v.contains("System.out"));
  }
}
