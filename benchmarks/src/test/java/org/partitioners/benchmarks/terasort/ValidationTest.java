package org.partitioners.benchmarks.terasort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to damage a sorted output is found. */
class ValidationTest {
  private static final int RECORDS = 300;
  private static final int PARTITIONS = 3;
  private static final Input INPUT = new Input(0, RECORDS, Keys.UNIFORM);

  @TempDir Path folder;

  private final List<byte[]> rows = new ArrayList<>();

  @BeforeEach
  void sort() {
    Rows made = new Rows(Keys.UNIFORM);
    for (long i = 0; i < RECORDS; i++) {
      rows.add(made.row(i));
    }
    rows.sort(Rows::compare);
  }

  private PartFiles files() {
    return new PartFiles(folder);
  }

  /** As many files as there are sizes, each with so many of the rows. */
  private Validation written(int... sizes) throws IOException {
    int next = 0;
    for (int p = 0; p < sizes.length; p++) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      for (int i = 0; i < sizes[p]; i++) {
        part.writeBytes(rows.get(next++));
      }
      Files.write(files().file(p), part.toByteArray());
    }
    return Validation.of(files(), sizes.length);
  }

  private static List<String> faults(Validation found) {
    return found.faults(RECORDS, INPUT.checksum());
  }

  private static String sums(Validation found) {
    return "checksum "
        + Long.toHexString(found.checksum())
        + " instead of "
        + Long.toHexString(INPUT.checksum());
  }

  @Test
  void whatIsSortedHasNoFault() throws IOException {
    Validation found = written(100, 150, 50);

    assertThat(faults(found)).isEmpty();
    assertThat(found.load().counts()).containsExactly(100, 150, 50);
    assertThat(found.load().maxOverMean()).isEqualTo(1.5);
    assertThat(found.duplicateKeys()).isZero();
  }

  @Test
  void filesMayBeEmpty() throws IOException {
    assertThat(faults(written(0, 300, 0))).isEmpty();
  }

  @Test
  void swappedRecordsAreFound() throws IOException {
    Collections.swap(rows, 120, 130);

    // The one that came too early, and the one that came too late.
    assertThat(faults(written(100, 100, 100)))
        .containsExactly("2 records out of order, the first is record 21 of part-00001");
  }

  @Test
  void swappedNeighboursAcrossFilesAreFound() throws IOException {
    Collections.swap(rows, 99, 100);

    assertThat(faults(written(100, 100, 100)))
        .containsExactly("1 records out of order, the first is record 0 of part-00001");
  }

  @Test
  void filesOutOfOrderAreFound() throws IOException {
    var unused = written(100, 100, 100);
    Path aside = folder.resolve("aside");
    Files.move(files().file(0), aside);
    Files.move(files().file(1), files().file(0));
    Files.move(aside, files().file(1));

    assertThat(faults(Validation.of(files(), PARTITIONS)))
        .containsExactly("1 records out of order, the first is record 0 of part-00001");
  }

  @Test
  void aLostRecordIsFound() throws IOException {
    rows.remove(150);
    Validation found = written(100, 100, 99);

    assertThat(faults(found)).containsExactly("299 records instead of 300", sums(found));
  }

  @Test
  void aDoubledRecordIsFound() throws IOException {
    rows.add(150, rows.get(150));
    Validation found = written(100, 100, 101);

    assertThat(faults(found)).containsExactly("301 records instead of 300", sums(found));
    assertThat(found.duplicateKeys()).isOne();
  }

  @Test
  void aRecordInPlaceOfAnotherIsFound() throws IOException {
    rows.set(150, rows.get(151));
    Validation found = written(100, 100, 100);

    assertThat(faults(found)).containsExactly(sums(found));
  }

  @Test
  void aChangedByteIsFound() throws IOException {
    rows.get(150)[99] ^= 1;
    Validation found = written(100, 100, 100);

    assertThat(faults(found)).containsExactly(sums(found));
  }

  @Test
  void aFileThatEndsWithinARecordIsRefused() throws IOException {
    var unused = written(100, 100, 100);
    Path file = files().file(1);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 9_950));

    assertThatThrownBy(() -> Validation.of(files(), PARTITIONS))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " ends within record 99");
  }

  @Test
  void aFileTooManyIsRefused() throws IOException {
    var unused = written(100, 100, 100);

    assertThatThrownBy(() -> Validation.of(files(), 2))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " has 3 files of partitions, not 2");
  }

  @Test
  void aMissingFileIsRefused() throws IOException {
    var unused = written(100, 100, 100);
    Files.delete(files().file(2));

    assertThatThrownBy(() -> Validation.of(files(), PARTITIONS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("part-00002");
  }
}
