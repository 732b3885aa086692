package cloud.bleu.translate.finding;

import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Territory;
import cloud.bleu.time.DurationText;
import cloud.bleu.translate.object.QuantityText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values of one object and keeps everything that is wrong with them. */
public final class Findings {
  private static final String MISSING = "is missing";

  private final ObjectRef object;
  private final List<Problem> problems;
  private final List<Problem> notes;
  private final List<String> blocked = new ArrayList<>();
  private boolean found;

  /**
   * @param problems takes what is wrong
   * @param notes takes what is legal and still worth knowing
   */
  public Findings(ObjectRef object, List<Problem> problems, List<Problem> notes) {
    this.object = object;
    this.problems = problems;
    this.notes = notes;
  }

  /** Whether the object cannot be used as written. */
  public boolean blocked() {
    return !blocked.isEmpty();
  }

  /** The fields that keep the object from being used, in the order of reading. */
  public List<String> blockedFields() {
    return List.copyOf(blocked);
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return !found;
  }

  /** The object cannot be used as written. */
  public void block(String path, String what, @Nullable String accepted, String advice) {
    found = true;
    blocked.add(path);
    problems.add(new Problem(object, true, path, what, accepted, advice));
  }

  /** The object is used and cannot mean what it says. */
  public void report(String path, String what, @Nullable String accepted, String advice) {
    found = true;
    problems.add(new Problem(object, false, path, what, accepted, advice));
  }

  /** The object is used as it is, and may not mean what its author thinks. */
  public void note(String path, String what, String advice) {
    found = true;
    notes.add(new Problem(object, false, path, what, null, advice));
  }

  /** A reference to something that is not there; reported, the object is used. */
  public void dangling(String path, String kind, String name, Collection<String> known) {
    report(path, KnownNames.without(kind, name, known), KnownNames.shown(known), advice(kind));
  }

  /** A reference without which the object cannot be used. */
  public void missing(String path, String kind, String name, Collection<String> known) {
    block(path, KnownNames.without(kind, name, known), KnownNames.shown(known), advice(kind));
  }

  private static String advice(String kind) {
    return "correct the name or add the " + kind;
  }

  /** A text without which the object cannot be used; null (and a problem) if it has none. */
  public @Nullable String given(String path, @Nullable String text, String advice) {
    String given = present(text);
    if (given == null) {
      block(path, MISSING, null, advice);
    }
    return given;
  }

  /**
   * The name of an item of a list, by which something refers to it: its path if it has none, and
   * then the object cannot be used.
   */
  public String name(String item, @Nullable String name, String advice) {
    String given = given(item + ".name", name, advice);
    return given == null ? item : given;
  }

  /**
   * The name of an item of a list, by which only people are told of it: its path if it has none,
   * which is reported. The object is used, with all else that the item states.
   */
  public String label(String item, @Nullable String name, String advice) {
    String given = present(name);
    if (given == null) {
      report(item + ".name", MISSING, null, advice);
    }
    return given == null ? item : given;
  }

  private static @Nullable String present(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /** A name of an enum; {@code otherwise} for null, and with a problem for any other text. */
  public <E extends Enum<E>> E choice(
      String path, @Nullable String value, Class<E> type, E otherwise) {
    if (value == null) {
      return otherwise;
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    if (known.contains(value)) {
      return Enum.valueOf(type, value);
    }
    notOneOf(path, value, known);
    return otherwise;
  }

  /** The value, or null (and a problem) if it is not one of those. */
  public @Nullable String oneOf(String path, @Nullable String value, List<String> known) {
    if (value == null || known.contains(value)) {
      return value;
    }
    notOneOf(path, value, known);
    return null;
  }

  private void notOneOf(String path, String value, List<String> known) {
    String near = NearestName.of(value, known).orElse(null);
    block(
        path,
        "unknown value " + ShownText.quote(value),
        String.join(", ", known),
        near == null ? "use one of these" : "use " + near);
  }

  /** An ISO 3166-1 alpha-2 code, or null (and a problem) if it is none. */
  public @Nullable String country(String path, @Nullable String code) {
    if (code == null || Territory.isCountry(code)) {
      return code;
    }
    block(
        path,
        "not a country code: " + ShownText.quote(code),
        "ISO 3166-1 alpha-2 codes such as FR",
        Territory.meant(code)
            .filter(Territory::isCountry)
            .map(meant -> "use " + meant)
            .orElse("write two capital letters"));
    return null;
  }

  /** Country codes, EU and EEA; what is none of them is left out, and is a problem. */
  public List<String> areas(String path, List<String> codes) {
    List<String> known = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      String code = codes.get(i);
      if (code.equals("EU") || code.equals("EEA")) {
        known.add(code);
      } else {
        String country = country(FieldPath.item(path, i), code);
        if (country != null) {
          known.add(country);
        }
      }
    }
    return known;
  }

  /** A day as {@code 2026-03-01}; null for null, and with a problem if it is none. */
  public @Nullable LocalDate day(String path, @Nullable String value) {
    try {
      return value == null ? null : LocalDate.parse(value);
    } catch (DateTimeException e) {
      block(
          path,
          "not a day: " + ShownText.quote(value),
          "a calendar day as YYYY-MM-DD",
          "write it like 2026-03-01");
      return null;
    }
  }

  /** An instant as people write it, or null (and a problem) if it is missing or none. */
  public @Nullable Instant moment(String path, @Nullable String value) {
    try {
      if (value != null) {
        return OffsetDateTime.parse(value).toInstant();
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    block(
        path,
        value == null ? MISSING : "not an instant: " + ShownText.quote(value),
        "date, time and offset as in RFC 3339",
        "write it like 2026-12-01T22:00:00Z");
    return null;
  }

  /** A duration as {@code 1h30m}; null for null, and with a problem if it is none. */
  public @Nullable Duration duration(String path, @Nullable String value) {
    if (value == null) {
      return null;
    }
    Duration duration = DurationText.parse(value);
    if (duration == null) {
      block(
          path,
          "not a duration: " + ShownText.quote(value),
          "numbers with ms, s, m or h",
          "write it like 90s, 2ms or 1h30m");
    }
    return duration;
  }

  /** An exact decimal within bounds, both inclusive. */
  public @Nullable BigDecimal decimal(String path, @Nullable String value, long least, long most) {
    if (value == null) {
      return null;
    }
    BigDecimal number = null;
    if (value.length() <= 32) {
      try {
        number = new BigDecimal(value);
      } catch (NumberFormatException e) {
        number = null;
      }
    }
    if (number == null
        || Math.abs(number.scale()) > 20
        || number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      block(
          path,
          "not a number within bounds: " + ShownText.quote(value),
          "a decimal from " + least + " to " + most,
          "write it like \"" + Math.max(least, Math.min(most, 1)) + ".5\", in quotes");
      return null;
    }
    return number;
  }

  /** A whole number within bounds, both inclusive; the nearest of them and a problem if not. */
  public int whole(String path, int value, int least, int most) {
    if (value < least || value > most) {
      block(
          path, "out of bounds: " + value, least + " to " + most, "give a value within the bounds");
    }
    return Math.max(least, Math.min(most, value));
  }

  /** A whole number within bounds as {@link #whole} reads it; null for null. */
  public @Nullable Integer wholeOrNull(String path, @Nullable Integer value, int least, int most) {
    return value == null ? null : (Integer) whole(path, value, least, most);
  }

  /** A quantity in the engine's unit of that resource; 0 and a problem if it is none. */
  public long quantity(String path, String resource, @Nullable String value) {
    if (value == null) {
      return 0;
    }
    QuantityText.Parsed parsed = QuantityText.parse(resource, value);
    if (parsed instanceof QuantityText.Parsed.Bad bad) {
      block(path, bad.what() + ": " + ShownText.quote(value), QuantityText.ACCEPTED, bad.advice());
      return 0;
    }
    String bytes = QuantityText.milliBytes(resource, value);
    if (bytes != null) {
      note(path, value + " is " + bytes, "did you mean " + value.replace('m', 'M') + "i?");
    }
    return ((QuantityText.Parsed.Amount) parsed).value();
  }
}
