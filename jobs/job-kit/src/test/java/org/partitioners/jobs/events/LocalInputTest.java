package org.partitioners.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalInputTest {
  @TempDir Path folder;

  @Test
  void aFileIsItselfWhateverItsName() throws IOException {
    Path file = write("data.txt");

    assertThat(LocalInput.list(file)).containsExactly(file.toString());
    try (InputStream in = LocalInput.open(file.toString())) {
      assertThat(in.readAllBytes()).containsExactly('x');
    }
  }

  @Test
  void aFolderIsItsCsvFilesByPath() throws IOException {
    for (String name :
        new String[] {
          "b/2.csv",
          "b/10.CSV.GZ",
          "a.csv.zst",
          "b.csv",
          "c/d/e.csv",
          "readme.md",
          "x.txt",
          ".h.csv",
          "_tmp.csv",
          ".git/a.csv",
          "_logs/a.csv",
          "csv",
          "folder.csv/part.csv"
        }) {
      write(name);
    }

    assertThat(LocalInput.list(folder))
        .containsExactly(
            folder + "/a.csv.zst",
            folder + "/b.csv",
            folder + "/b/10.CSV.GZ",
            folder + "/b/2.csv",
            folder + "/c/d/e.csv",
            folder + "/folder.csv/part.csv");
  }

  @Test
  void followsLinksButNotInCircles() throws IOException {
    Path real = write("real/a.csv").getParent();
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    assertThat(LocalInput.list(link)).containsExactly(link + "/a.csv");

    Files.createSymbolicLink(real.resolve("circle"), folder);
    assertThatThrownBy(() -> LocalInput.list(folder))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("input '" + folder + "': the folder cannot be listed: ");
  }

  @Test
  void aHiddenFolderNamedIsRead() throws IOException {
    Path file = write("_data/a.csv");

    assertThat(LocalInput.list(file.getParent())).containsExactly(file.toString());
  }

  @Test
  void saysWhatIsWrongWithAnInput() throws IOException {
    assertThatThrownBy(() -> LocalInput.list(folder.resolve("absent")))
        .isInstanceOf(InputException.class)
        .hasMessage("input '" + folder + "/absent': no such file or folder");
    write(".hidden.csv");
    assertThatThrownBy(() -> LocalInput.list(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "input '"
                + folder
                + "': no .csv, .csv.gz or .csv.zst file in the folder"
                + " (names that start with . or _ are skipped)");
    assertThatThrownBy(() -> LocalInput.open(folder.toString()))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("no such file, or no permission to read it");
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }
}
