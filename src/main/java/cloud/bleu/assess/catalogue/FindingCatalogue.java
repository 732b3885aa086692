package cloud.bleu.assess.catalogue;

import cloud.bleu.assess.catalogue.PatternScope.Shows;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.Severity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Everything that is looked for, read from {@code findings.yaml} beside this class. */
public final class FindingCatalogue {

  private final String asOf;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private FindingCatalogue(JsonNode file) {
    asOf = file.path("asOf").asText();
    file.path("sources").properties().forEach(e -> sources.put(e.getKey(), e.getValue().asText()));
    for (JsonNode one : file.path("findings")) {
      Entry entry = entry(one);
      entries.put(entry.code(), entry);
    }
  }

  /** The catalogue that travels with the program: always the same object. */
  public static FindingCatalogue shipped() {
    return Shipped.CATALOGUE;
  }

  /** Read once, and not before somebody asks. */
  private static final class Shipped {
    static final FindingCatalogue CATALOGUE = read();
  }

  private static FindingCatalogue read() {
    try (InputStream in =
        Objects.requireNonNull(FindingCatalogue.class.getResourceAsStream("findings.yaml"))) {
      Object tree = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return new FindingCatalogue(new ObjectMapper().valueToTree(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The day of the data. */
  public String asOf() {
    return asOf;
  }

  /** What the keys of sources stand for. */
  public Map<String, String> sources() {
    return Collections.unmodifiableMap(sources);
  }

  /** The entries in the order of the file. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** The entry of a code; null when there is none. */
  public @Nullable Entry entry(String code) {
    return entries.get(code);
  }

  /** Whether an entry looks at objects of such a kind by name. */
  public boolean names(String kind, String group) {
    return entries.values().stream().anyMatch(entry -> entry.names(kind, group));
  }

  private static Entry entry(JsonNode one) {
    List<PatternScope> looks = new ArrayList<>();
    one.path("look").forEach(look -> looks.add(look(look)));
    Map<String, Answer> answers = new LinkedHashMap<>();
    one.path("answers").properties().forEach(e -> answers.put(e.getKey(), answer(e.getValue())));
    if (!answers.containsKey(MigrationTarget.ANY)) {
      throw new IllegalStateException("no answer for any target: " + one.path("code"));
    }
    List<String> requirements = new ArrayList<>();
    one.path("requirements").forEach(r -> requirements.add(r.asText()));
    return new Entry(
        one.path("code").asText(),
        one.path("summary").asText(),
        looks,
        one.hasNonNull("check") ? one.path("check").asText() : null,
        requirements,
        answers);
  }

  private static PatternScope look(JsonNode look) {
    List<String> at = new ArrayList<>();
    if (look.path("at").isArray()) {
      look.path("at").forEach(path -> at.add(path.asText()));
    } else {
      at.add(look.path("at").asText());
    }
    return new PatternScope(
        at,
        pattern(look, "kind"),
        pattern(look, "group"),
        pattern(look, "key"),
        pattern(look, "value"),
        Shows.valueOf(look.path("shows").asText(Shows.match.name())));
  }

  private static @Nullable Pattern pattern(JsonNode look, String field) {
    return look.hasNonNull(field) ? Pattern.compile(look.path(field).asText()) : null;
  }

  private static Answer answer(JsonNode answer) {
    String severity = answer.path("severity").asText();
    Map<Pattern, String> map = new LinkedHashMap<>();
    answer
        .path("map")
        .properties()
        .forEach(e -> map.put(Pattern.compile(e.getKey()), e.getValue().asText()));
    return new Answer(
        severity.equals("None") ? null : Severity.valueOf(severity),
        answer.hasNonNull("to") ? answer.path("to").asText() : null,
        map,
        answer.path("note").asText(),
        answer.path("basis").asText(),
        answer.path("source").asText());
  }
}
