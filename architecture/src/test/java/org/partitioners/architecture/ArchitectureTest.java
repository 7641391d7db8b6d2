package org.partitioners.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the modules to the {@link Rules}. */
class ArchitectureTest {

  private static final String ROOT = "org.partitioners";
  private static JavaClasses modules;

  @BeforeAll
  static void read() {
    modules =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  static Stream<ArchRule> rules() {
    return new Rules(new House(ROOT)).all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.check(modules);
  }

  @Test
  void everyModuleIsRead() {
    assertThat(modules.getPackage(ROOT).getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .contains(
            "hash", "skew", "map", "flink", "beam", "hadoop", "jobs", "examples", "benchmarks")
        .doesNotContain("architecture");
  }
}
