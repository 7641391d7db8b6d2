package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyTextTest {
  @Test
  void writesOutWhatCannotBeSeen() {
    assertThat(KeyText.visible("plain key")).isEqualTo("plain key");
    assertThat(KeyText.visible(" a b ")).isEqualTo("⟨U+0020⟩a b⟨U+0020⟩");
    assertThat(KeyText.visible(" ")).isEqualTo("⟨U+0020⟩");
    assertThat(KeyText.visible("a\nb\u0000")).isEqualTo("a⟨U+000A⟩b⟨U+0000⟩");
    assertThat(KeyText.visible("a\u202Eb\u00A0\uD800")).isEqualTo("a⟨U+202E⟩b⟨U+00A0⟩⟨U+D800⟩");
    assertThat(KeyText.visible("👩‍👩‍👧")).isEqualTo("👩‍👩‍👧");
  }

  @Test
  void cutsBetweenCodePoints() {
    assertThat(KeyText.visible("🎉".repeat(48))).isEqualTo("🎉".repeat(48));
    assertThat(KeyText.visible("🎉".repeat(3000)))
        .isEqualTo("🎉".repeat(48) + "… (3\u202F000 characters)");
  }

  @Test
  void setsTheEmptyKeyApartFromOneThatReadsSo() {
    assertThat(KeyText.of("").render()).isEqualTo("<i class=\"empty\">(empty)</i>");
    assertThat(KeyText.of("(empty)").render()).isEqualTo("<bdi class=\"key\">(empty)</bdi>");
  }
}
