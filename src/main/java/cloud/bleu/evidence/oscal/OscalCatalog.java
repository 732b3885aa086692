package cloud.bleu.evidence.oscal;

import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.RequirementLedger;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.ZoneRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * SecNumCloud 3.2 as an OSCAL catalogue: every identifier as a control with our own summary, how it
 * can be seen from here, and an objective for each rule that looks at it.
 */
public final class OscalCatalog {
  static final String TITLE = "SecNumCloud 3.2, identifiers with summaries of our own";

  private OscalCatalog() {}

  /**
   * The document, {@code {"catalog": ...}}.
   *
   * @param at the instant it is written for
   * @param version of the program that writes it
   */
  public static Map<String, Object> of(Instant at, String version) {
    Map<String, Object> catalog = new LinkedHashMap<>();
    catalog.put(
        "metadata",
        Oscal.metadata(
            TITLE,
            at,
            version,
            "Identifiers are those of SecNumCloud 3.2 (ANSSI, 8 March 2022). The summaries are ours and do"
                + " not replace the text. An objective is what one rule looks at and never the whole"
                + " requirement. "
                + RequirementLedger.closing(RequirementLedger.all())));
    catalog.put("groups", groups());
    return Oscal.document("catalog", catalog);
  }

  private static List<Map<String, Object>> groups() {
    Map<String, List<Map<String, Object>>> controls = new LinkedHashMap<>();
    for (Requirement r : RequirementLedger.all()) {
      controls.computeIfAbsent(r.chapter(), c -> new ArrayList<>()).add(control(r));
    }
    List<Map<String, Object>> groups = new ArrayList<>();
    controls.forEach(
        (chapter, of) -> {
          Map<String, Object> group = new LinkedHashMap<>();
          String number = chapter.split(" ", 2)[0];
          group.put("id", chapter.isEmpty() ? "snc-unlettered" : "snc-chapter-" + number);
          group.put("class", "chapter");
          group.put(
              "title", Oscal.markup(chapter.isEmpty() ? "Clauses without a letter" : chapter));
          group.put("controls", of);
          groups.add(group);
        });
    return groups;
  }

  private static Map<String, Object> control(Requirement r) {
    String id = Oscal.control(r.id());
    Map<String, Object> control = new LinkedHashMap<>();
    control.put("id", id);
    control.put("class", "SecNumCloud-3.2");
    control.put("title", Oscal.markup(r.summary()));
    List<Map<String, Object>> props = new ArrayList<>();
    props.add(Oscal.prop("label", r.id()));
    props.add(Oscal.prop("grade", r.grade().name()));
    r.standings().forEach(s -> props.add(Oscal.prop("standing", s.name())));
    control.put("props", props);
    List<Map<String, Object>> parts = new ArrayList<>();
    parts.add(part(id + "_ovw", "overview", r.summary()));
    parts.add(part(id + "_gdn", "guidance", guidance(r)));
    for (String rule : r.rules()) {
      Map<String, Object> objective =
          part(Oscal.objective(r.id(), rule), "assessment-objective", summary(rule));
      objective.put("props", List.of(Oscal.prop("rule", rule)));
      parts.add(objective);
    }
    control.put("parts", parts);
    return control;
  }

  private static String guidance(Requirement r) {
    List<String> words = new ArrayList<>();
    r.standings().forEach(s -> words.add(s.words()));
    return "How it can be seen from where workloads are placed: "
        + String.join("; ", words)
        + "."
        + (r.outside().isEmpty() ? "" : " Outside: " + r.outside() + ".");
  }

  private static String summary(String rule) {
    ZoneRule found = Objects.requireNonNull(Catalogue.rule(rule));
    return "Rule " + rule + ": " + found.declaration().summary();
  }

  private static Map<String, Object> part(String id, String name, String prose) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("id", id);
    part.put("name", name);
    part.put("prose", Oscal.markup(prose));
    return part;
  }
}
