package cloud.bleu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing that the product writes depends on the locale of the machine: a format with a number
 * names {@code Locale.ROOT}, and so does what changes the case of letters or writes a date.
 */
class SourceLocaleTest {

  private static final String LITERAL = "\"(?:[^\"\\\\\\n]|\\\\.)*\"";

  /**
   * A conversion that writes digits as the locale has them; the words of Logback, such as %date,
   * are none.
   */
  private static final Pattern NUMBER =
      Pattern.compile("%(?:\\d+\\$)?[-#+0,(]*\\d*(?:\\.\\d+)?[dfeEgGaAtT](?![a-z]{3,})");

  private static final Pattern LITERALS = Pattern.compile(LITERAL);

  private static final Pattern ROOT =
      Pattern.compile("(?:String\\.format|printf)\\(\\s*Locale\\.ROOT,\\s*$");

  private static final Map<String, Pattern> ALWAYS =
      Map.of(
          "a case without a locale", Pattern.compile("\\.to(?:Lower|Upper)Case\\(\\)"),
          "a format without a locale",
              Pattern.compile("(?:String\\.format|\\.printf)\\((?!\\s*Locale\\.ROOT,)"),
          "a pattern of dates without a locale",
              Pattern.compile("DateTimeFormatter\\.ofPattern\\(\\s*" + LITERAL + "\\s*\\)"),
          "the locale of the machine", Pattern.compile("Locale\\.getDefault\\("),
          "a format of numbers",
              Pattern.compile("new DecimalFormat\\(\\s*" + LITERAL + "\\s*\\)|NumberFormat\\.get"));

  @Test
  void nothingInTheSourcesDependsOnTheLocaleOfTheMachine() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        faults(Files.readString(file)).forEach(fault -> found.add(file + ": " + fault));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void eachWayToDependOnItIsFound() {
    for (String dependent :
        List.of(
            "\"entry %d\".formatted(n)",
            "\"%020d.jsonl\"",
            "String.format(\"%s\", x)",
            "String.format(\"%.1f\", x)",
            "out.printf(\"%s\", x)",
            "\"%tY\".formatted(now)",
            "name.toLowerCase()",
            "name.toUpperCase()",
            "DateTimeFormatter.ofPattern(\"yyyy\")",
            "new DecimalFormat(\"#\")",
            "Locale.getDefault()")) {
      assertEquals(false, faults(dependent).isEmpty(), dependent);
    }
    for (String independent :
        List.of(
            "\"entry %s\".formatted(n)",
            "String.format(Locale.ROOT, \"%6.1f s\", x)",
            "String.format(\n    Locale.ROOT,\n    \"%d\", x)",
            "\"from 0% to 100%\"",
            "\"%d{yyyy} [%thread] %msg%n%ex{12}\"",
            "DateTimeFormatter.ofPattern(\"yyyy\", Locale.ROOT)")) {
      assertEquals(List.of(), faults(independent), independent);
    }
  }

  private static List<String> faults(String source) {
    List<String> faults = new ArrayList<>();
    ALWAYS.forEach(
        (what, pattern) ->
            pattern.matcher(source).results().forEach(r -> faults.add(what + ": " + r.group())));
    Matcher literals = LITERALS.matcher(source);
    while (literals.find()) {
      String before = source.substring(Math.max(0, literals.start() - 200), literals.start());
      boolean isOfTheLog = literals.group().contains("%msg%n");
      if (!isOfTheLog && NUMBER.matcher(literals.group()).find() && !ROOT.matcher(before).find()) {
        faults.add("digits of the locale: " + literals.group());
      }
    }
    return faults;
  }
}
