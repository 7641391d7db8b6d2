package org.partitioners.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampFormatTest {
  private static final long MIN_SECONDS = -62_135_596_800L;
  private static final long MAX_SECONDS = 253_402_300_799L;

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31T00:00:00Z",
    "2026-01-31T23:59, 2026-01-31T23:59:00Z",
    "2026-01-31 23:59, 2026-01-31T23:59:00Z",
    "2026-01-31t23:59:58z, 2026-01-31T23:59:58Z",
    "' 2026-01-31T23:59:58.1 ', 2026-01-31T23:59:58.100Z",
    "'2026-01-31T23:59:58,123456789', 2026-01-31T23:59:58.123Z",
    "1969-12-31T23:59:59.9999Z, 1969-12-31T23:59:59.999Z",
    "2026-01-31 23:59:58 UTC, 2026-01-31T23:59:58Z",
    "2026-01-31 23:59:58+00, 2026-01-31T23:59:58Z",
    "2026-01-31T23:59:58.5+01:30, 2026-01-31T22:29:58.500Z",
    "2026-01-31T23:59-1800, 2026-02-01T17:59:00Z",
    "2024-02-29T00:00Z, 2024-02-29T00:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
  })
  void readsIso(String text, Instant expected) {
    assertThat(parse(TimestampFormat.ISO, text)).isEqualTo(expected.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "2026",
        "2026-1-31",
        "20260131",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "2026-01-32",
        "2026-01-00",
        "0000-12-31",
        "-0001-01-01",
        "2026-01-31T",
        "2026-01-31T2",
        "2026-01-31T24:00",
        "2026-01-31T23:60",
        "2026-01-31T23:59:60",
        "2026-01-31T23:59:5",
        "2026-01-31T23:59:",
        "2026-01-31T23:59:58.",
        "2026-01-31T23:59:58.1234567890",
        "2026-01-31T23:59:58.x",
        "2026-01-31T23:59x",
        "2026-01-31T23:59+1",
        "2026-01-31T23:59+18:01",
        "2026-01-31T23:59+01:60",
        "2026-01-31T23:59+01x30",
        "2026-01-31T23:59 CET",
        "2026-01-31T23:59Z ",
        "2026-01-31Z",
        "2026-01-31x23:59",
        "2026/01/31",
        "1767225600",
        "0001-01-01T00:00+00:01",
        "9999-12-31T23:59-00:01",
        "２０２６-01-31",
        "2026-01-31T23:59Zx",
        "2026-01-31T23:59:58+",
        "2026-01-31T23:59:58 ",
        "2026-01-31T12:30:45+ab"
      })
  void refusesWhatIsNotIso(String text) {
    boolean spacesOnly = !text.equals(text.strip()) && !text.isBlank();
    // Spaces around a timestamp are ignored, so these two are the same as without.
    long expected = spacesOnly ? parse(TimestampFormat.ISO, text.strip()) : TimestampFormat.INVALID;
    assertThat(parse(TimestampFormat.ISO, text)).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void isoAgreesWithJavaTime(
      @ForAll @LongRange(min = MIN_SECONDS + 64_800, max = MAX_SECONDS - 64_800) long second,
      @ForAll @IntRange(max = 999_999_999) int nano,
      @ForAll @IntRange(min = -1080, max = 1080) int offset) {
    OffsetDateTime time =
        Instant.ofEpochSecond(second, nano).atOffset(ZoneOffset.ofTotalSeconds(offset * 60));
    LocalDateTime local =
        Instant.ofEpochSecond(second, nano).atOffset(ZoneOffset.UTC).toLocalDateTime();
    long millis = time.toInstant().toEpochMilli();

    assertThat(parse(TimestampFormat.ISO, time.toString())).isEqualTo(millis);
    assertThat(parse(TimestampFormat.ISO, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)))
        .isEqualTo(millis);
    assertThat(parse(TimestampFormat.ISO, time.toInstant().toString())).isEqualTo(millis);
    assertThat(parse(TimestampFormat.ISO, local.toString().replace('T', ' '))).isEqualTo(millis);
    assertThat(parse(TimestampFormat.ISO, local.toLocalDate().toString()))
        .isEqualTo(local.toLocalDate().toEpochDay() * 86_400_000);
  }

  @Property(tries = 2000)
  void epochsAreWholeNumbersInRange(
      @ForAll long value,
      @ForAll @LongRange(min = -300_000_000_000L, max = 300_000_000_000L) long small) {
    for (long number : new long[] {value, small, small * 1000}) {
      boolean seconds = number >= MIN_SECONDS && number <= MAX_SECONDS;
      boolean millis = number >= MIN_SECONDS * 1000 && number <= MAX_SECONDS * 1000 + 999;
      assertThat(parse(TimestampFormat.EPOCH_SECONDS, "" + number))
          .isEqualTo(seconds ? number * 1000 : TimestampFormat.INVALID);
      assertThat(parse(TimestampFormat.EPOCH_MILLIS, "" + number))
          .isEqualTo(millis ? number : TimestampFormat.INVALID);
    }
  }

  @Property(tries = 2000)
  void anyTextIsReadOrRefused(
      @ForAll @StringLength(max = 32) @CharRange(from = '+', to = ':') String near,
      @ForAll String any) {
    for (TimestampFormat format : TimestampFormat.values()) {
      for (String text :
          new String[] {near, any, "2026-01-31T" + near, "2026-01-31T23:59" + near}) {
        long millis = parse(format, text);
        if (millis != TimestampFormat.INVALID) {
          assertThat(millis).isBetween(MIN_SECONDS * 1000, MAX_SECONDS * 1000 + 999);
        }
      }
    }
  }

  @Test
  void readsSignsSpacesAndBounds() {
    assertThat(parse(TimestampFormat.EPOCH_SECONDS, " +12 ")).isEqualTo(12_000);
    assertThat(parse(TimestampFormat.EPOCH_MILLIS, "-0012")).isEqualTo(-12);
    for (String text :
        new String[] {"", "-", "+", "1.5", "1e3", "1 2", "--1", "99999999999999999999999999"}) {
      assertThat(parse(TimestampFormat.EPOCH_SECONDS, text)).isEqualTo(TimestampFormat.INVALID);
      assertThat(parse(TimestampFormat.EPOCH_MILLIS, text)).isEqualTo(TimestampFormat.INVALID);
    }
  }

  @Test
  void saysWhatItExpected() {
    assertThat(TimestampFormat.EPOCH_SECONDS.reasonAgainst("1376999999000"))
        .isEqualTo(
            "timestamp '1376999999000' is not epoch-seconds"
                + " (whole seconds in [-62135596800..253402300799]);"
                + " it could be read as epoch-millis");
    assertThat(TimestampFormat.ISO.reasonAgainst("x".repeat(70) + "\n"))
        .isEqualTo(
            "timestamp '"
                + "x".repeat(60)
                + "…' is not iso (such as 2026-01-31T23:59:59.999Z or 2026-01-31, in years 0001 to 9999)");
    assertThat(TimestampFormat.EPOCH_MILLIS.reasonAgainst("a\nb"))
        .startsWith("timestamp 'a\\u000ab' is not epoch-millis");
  }

  private static long parse(TimestampFormat format, String text) {
    char[] chars = ("9" + text + "9").toCharArray();
    return format.parse(chars, 1, text.length());
  }
}
