package cloud.bleu.ci;

import cloud.bleu.credential.ShownText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of SARIF 2.1.0 that every log has, which forges show in a pull request. */
public final class Sarif {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private Sarif() {}

  /** A log of one run, which has a tool, invocations and results. */
  public static Map<String, Object> log(
      Map<String, Object> driver,
      Map<String, Object> invocation,
      List<Map<String, Object>> results) {
    Map<String, Object> run =
        map(
            "tool",
            map("driver", driver),
            "invocations",
            List.of(invocation),
            "columnKind",
            "utf16CodeUnits",
            "results",
            results);
    return map("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run));
  }

  /**
   * The tool.
   *
   * @param version of this program, which need not be one that can be compared
   */
  public static Map<String, Object> driver(
      String name, String version, List<Map<String, Object>> rules) {
    return map(
        "name",
        name,
        "semanticVersion",
        version.matches("[0-9].*") ? version : null,
        "version",
        version,
        "rules",
        rules);
  }

  /**
   * Where something is.
   *
   * @param physical null where no file says it
   * @param object its name
   * @param qualified its name with the path of the field
   */
  public static Map<String, Object> location(
      @Nullable Map<String, Object> physical, String object, String qualified) {
    return map(
        "physicalLocation",
        physical,
        "logicalLocations",
        List.of(
            map(
                "name",
                ShownText.visible(object),
                "fullyQualifiedName",
                ShownText.visible(qualified),
                "kind",
                "object")));
  }

  /**
   * A place in a file.
   *
   * @param file as it was given; {@code -} for standard input
   * @param line counted from 1, 0 for the whole file
   */
  public static Map<String, Object> physical(String file, int line) {
    return map(
        "artifactLocation",
        map("uri", uri(file)),
        "region",
        line < 1 ? null : map("startLine", line));
  }

  /** A path as a relative reference; standard input has a name that no file has. */
  private static String uri(String file) {
    if (file.equals("-")) {
      return "stdin:";
    }
    try {
      String path = ShownText.visible(file).replace('\\', '/');
      return new URI(null, null, path.startsWith("./") ? path.substring(2) : path, null)
          .toASCIIString();
    } catch (URISyntaxException e) {
      return "stdin:";
    }
  }

  /** A map of these keys and values in their order, without what is null. */
  public static Map<String, Object> map(@Nullable Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      if (value != null) {
        map.put(String.valueOf(pairs[i]), value);
      }
    }
    return map;
  }
}
