package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.junit.jupiter.api.Test;

class SpillingValuesTest {
  private final List<Path> files = new ArrayList<>();

  private OutputStream open(Path file) throws IOException {
    files.add(file);
    return Files.newOutputStream(file);
  }

  @Test
  void givesAllValuesInBlocksAndDeletesItsFile() throws IOException {
    List<Integer> all = new ArrayList<>();
    List<List<Integer>> blocks = new ArrayList<>();
    try (SpillingValues<Integer> values = new SpillingValues<>(2, VarIntCoder.of(), this::open)) {
      for (int i = 0; i < 5; i++) {
        values.add(i);
      }
      assertThat(files).singleElement().satisfies(file -> assertThat(file).exists());
      assertThat(values.spilled()).isEqualTo(3);
      values.forEach(all::add);
      values.forEach(all::add);
      values.forEachBlock(block -> blocks.add(List.copyOf(block)));
    }
    assertThat(all).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    assertThat(blocks).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
    assertThat(files.get(0)).doesNotExist();
  }

  @Test
  void makesNoFileForWhatItHolds() throws IOException {
    List<List<Integer>> blocks = new ArrayList<>();
    try (SpillingValues<Integer> values = new SpillingValues<>(2, VarIntCoder.of(), this::open)) {
      values.add(1);
      values.forEachBlock(block -> blocks.add(List.copyOf(block)));
    }
    assertThat(blocks).containsExactly(List.of(1));
    assertThat(files).isEmpty();
  }

  @Test
  void leavesNoFileWhereACoderFails() {
    assertThatThrownBy(
            () -> {
              try (SpillingValues<String> values =
                  new SpillingValues<>(1, StringUtf8Coder.of(), this::open)) {
                values.add("held");
                values.add(null);
              }
            })
        .isInstanceOf(CoderException.class)
        .hasMessage("cannot encode a null String");
    assertThat(files).singleElement().satisfies(file -> assertThat(file).doesNotExist());
  }

  /** As when the disk is full. */
  @Test
  void leavesNoFileWhereItCannotBeWritten() {
    assertThatThrownBy(
            () -> {
              try (SpillingValues<Integer> values =
                  new SpillingValues<>(1, VarIntCoder.of(), this::openFull)) {
                values.add(1);
                values.add(2);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
    assertThat(files).singleElement().satisfies(file -> assertThat(file).doesNotExist());
  }

  private OutputStream openFull(Path file) throws IOException {
    return new FilterOutputStream(open(file)) {
      @Override
      public void close() throws IOException {
        super.close();
        throw new IOException("no space left");
      }
    };
  }
}
