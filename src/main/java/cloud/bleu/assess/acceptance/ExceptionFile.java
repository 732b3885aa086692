package cloud.bleu.assess.acceptance;

import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The file of exceptions: {@code exceptions}, a list of {@code code}, {@code owner}, {@code reason}
 * and {@code until}, with {@code object} and {@code found} to say less.
 */
public final class ExceptionFile {

  private static final Set<String> FIELDS =
      Set.of("code", "object", "found", "owner", "reason", "until");

  private final String name;
  private final FindingCatalogue catalogue;
  private final List<String> problems = new ArrayList<>();
  private final List<AcceptanceException> exceptions = new ArrayList<>();

  private ExceptionFile(String name, FindingCatalogue catalogue) {
    this.name = name;
    this.catalogue = catalogue;
  }

  /**
   * What a file says.
   *
   * @param problems what is wrong with it, one a line; with any, nothing of it may be used
   */
  public record Read(List<AcceptanceException> exceptions, List<String> problems) {
    public Read {
      exceptions = List.copyOf(exceptions);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads the text of a file.
   *
   * @param name for messages
   */
  public static Read read(String name, String text, FindingCatalogue catalogue) {
    ExceptionFile file = new ExceptionFile(name, catalogue);
    try {
      Object tree = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
      file.all(tree);
    } catch (YamlEngineException e) {
      file.problems.add(name + ": malformed YAML; check indentation, quotes and colons");
    }
    return new Read(file.exceptions, file.problems);
  }

  private void all(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)
        || map.size() != 1
        || !(map.get("exceptions") instanceof List<?> list)) {
      problems.add(
          name + ": no list of exceptions; begin with `exceptions:`, and nothing beside it");
      return;
    }
    int i = 0;
    for (Object one : list) {
      String at = name + ": exceptions[" + i++ + "]";
      if (one instanceof Map<?, ?> fields) {
        exception(at, fields);
      } else {
        problems.add(at + " is no map; give code, owner, reason and until");
      }
    }
  }

  private void exception(String at, Map<?, ?> fields) {
    int before = problems.size();
    for (Object field : fields.keySet()) {
      if (!FIELDS.contains(String.valueOf(field))) {
        problems.add(
            at
                + ": unknown field "
                + ShownText.quote(String.valueOf(field))
                + "; accepted: "
                + String.join(", ", new TreeSet<>(FIELDS)));
      }
    }
    String code = required(at, fields, "code");
    String owner = required(at, fields, "owner");
    String reason = required(at, fields, "reason");
    String until = required(at, fields, "until");
    if (!code.isEmpty() && catalogue.entry(code) == null) {
      Set<String> codes = new TreeSet<>();
      catalogue.entries().forEach(e -> codes.add(e.code()));
      problems.add(
          at
              + ".code: there is no code "
              + ShownText.quote(code)
              + NearestName.of(code, codes).map(n -> "; did you mean " + n + "?").orElse("")
              + "; `bleu assess --list` lists them");
    }
    LocalDate day = until.isEmpty() ? null : day(at, until);
    if (problems.size() == before && day != null) {
      exceptions.add(
          new AcceptanceException(
              code, optional(fields, "object"), optional(fields, "found"), owner, reason, day));
    }
  }

  private @Nullable LocalDate day(String at, String until) {
    try {
      return LocalDate.parse(until);
    } catch (DateTimeException e) {
      problems.add(
          at + ".until: " + ShownText.quote(until) + " is not a day; write it like '2027-06-30'");
      return null;
    }
  }

  private String required(String at, Map<?, ?> fields, String field) {
    Object value = fields.get(field);
    if (value == null || String.valueOf(value).isBlank()) {
      problems.add(at + ": no " + field + "; an exception needs code, owner, reason and until");
      return "";
    }
    return String.valueOf(value);
  }

  private static @Nullable String optional(Map<?, ?> fields, String field) {
    Object value = fields.get(field);
    return value == null ? null : String.valueOf(value);
  }
}
