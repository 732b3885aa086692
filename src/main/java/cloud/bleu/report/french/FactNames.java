package cloud.bleu.report.french;

import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.StatedFact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What facts are called in French. */
public final class FactNames {
  private final ExplanationWords french;

  /** With the words of French. */
  public FactNames(ExplanationWords french) {
    this.french = french;
  }

  /** What is stated. */
  public String name(StatedFact fact) {
    StatedFact.Window on = fact.window();
    List<String> window = new ArrayList<>();
    days(window, "text.announced", on.announced());
    days(window, "text.from", on.from());
    days(window, "text.until", on.until());
    Map<String, String> values = new TreeMap<>();
    values.put("zone", fact.owner());
    values.put("provider", fact.title());
    values.put("name", (fact.name() + " " + values(fact.detail())).strip());
    values.put("offering", fact.offering());
    values.put(
        "window", window.isEmpty() ? ExplanationWords.NOTHING : ", " + String.join(", ", window));
    return french.said("fact." + fact.kind(), values);
  }

  /** Words, those in French that are values of fields. */
  private String values(String words) {
    return Stream.of(words.split(" "))
        .map(MessageBundle.FRENCH::value)
        .collect(Collectors.joining(" "));
  }

  private void days(List<String> into, String key, @Nullable LocalDate day) {
    if (day != null) {
      into.add(french.said(key, Map.of("day", day.toString())));
    }
  }
}
