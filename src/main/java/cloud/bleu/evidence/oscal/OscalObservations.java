package cloud.bleu.evidence.oscal;

import cloud.bleu.credential.Credentials;
import cloud.bleu.evidence.assessment.AssessedWorkload;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.assessment.RuleAnswer;
import cloud.bleu.evidence.record.NameUuid;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.StatedFact;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each answer on a zone in use as an observation, and as a risk where it is a breach. */
final class OscalObservations {
  /** The last instant that a document can name: years have four digits. */
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Instant at;

  OscalObservations(Instant at) {
    this.at = at;
  }

  static String workloadUuid(AssessedWorkload workload) {
    return NameUuid.of("workload", workload.namespace(), workload.name());
  }

  static String zoneUuid(String zone) {
    return NameUuid.of("zone", zone);
  }

  static String toolUuid() {
    return NameUuid.of("tool", "bleu");
  }

  String uuid(AssessedWorkload workload, RuleAnswer answer) {
    return NameUuid.of(
        "observation",
        at.toString(),
        workload.namespace(),
        workload.name(),
        answer.zone(),
        answer.statedBy(),
        answer.statement());
  }

  Map<String, Object> observation(AssessedWorkload workload, RuleAnswer answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("uuid", uuid(workload, answer));
    tree.put(
        "title",
        Oscal.markup(
            "%s of %s on %s in %s"
                .formatted(
                    answer.statement(), answer.statedBy(), workload.title(), answer.zone())));
    tree.put("description", Oscal.markup(description(answer)));
    tree.put("props", props(answer));
    // A test is what the operator does or sees; an examination is of what others state.
    tree.put("methods", List.of(answer.seen() ? "TEST" : "EXAMINE"));
    tree.put("types", List.of("control-objective"));
    tree.put("origins", origins());
    tree.put("subjects", subjects(workload, answer));
    Oscal.put(tree, "relevant-evidence", answer.facts().stream().map(this::evidence).toList());
    tree.put("collected", at.toString());
    if (!answer.seen()) {
      tree.put(
          "remarks",
          Oscal.markup(
              "Not assessed here: the answer rests on what others state ("
                  + answer.origin()
                  + ")."));
    }
    return tree;
  }

  /** That a workload runs nowhere, and why. */
  Map<String, Object> unplaced(AssessedWorkload workload, String code, String message) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("uuid", NameUuid.of("unplaced", at.toString(), workload.namespace(), workload.name()));
    tree.put("title", Oscal.markup(workload.title() + " has no zone"));
    tree.put("description", Oscal.markup(code + (message.isEmpty() ? "" : ": " + message)));
    tree.put("props", List.of(Oscal.prop("code", code)));
    tree.put("methods", List.of("TEST"));
    tree.put("origins", origins());
    tree.put("subjects", List.of(subject(workloadUuid(workload))));
    tree.put("collected", at.toString());
    return tree;
  }

  /** Which loss a drill simulated, what came of it, and until when that counts. */
  Map<String, Object> drill(DrillProof drill) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Instant ran = drill.ran();
    tree.put("uuid", NameUuid.of("drill", at.toString(), drill.drill()));
    tree.put(
        "title",
        Oscal.markup(
            "Drill "
                + drill.drill()
                + (drill.loss().isEmpty() ? "" : ": loss of " + drill.loss())));
    tree.put(
        "description",
        Oscal.markup(drill.state() + (drill.message().isEmpty() ? "" : ": " + drill.message())));
    List<Map<String, Object>> props = new ArrayList<>();
    props.add(Oscal.prop("mode", drill.mode()));
    props.add(Oscal.prop("verdict", drill.state()));
    props.add(Oscal.prop("code", drill.code()));
    if (drill.passed() != null) {
      props.add(Oscal.prop("last-passed", drill.passed().toString()));
    }
    if (drill.digest() != null) {
      props.add(Oscal.prop("digest", drill.digest()));
    }
    tree.put("props", props);
    // Where nothing ran, what was looked at is the drill, at the instant of the report.
    tree.put("methods", List.of(ran == null ? "EXAMINE" : "TEST"));
    tree.put("origins", origins());
    tree.put("collected", (ran == null ? at : ran).toString());
    if (drill.isPassed() && drill.until() != null && drill.until().isBefore(LAST)) {
      tree.put("expires", drill.until().toString());
    }
    tree.put("remarks", drill.limit());
    return tree;
  }

  String riskUuid(AssessedWorkload workload, RuleAnswer answer) {
    // Without the instant: the same breach is the same risk in the next report.
    return NameUuid.of(
        "risk",
        workload.namespace(),
        workload.name(),
        answer.zone(),
        answer.statedBy(),
        answer.statement(),
        answer.code());
  }

  /** Whether an answer is a breach of an enforced rule by what runs, waived or not. */
  static boolean risky(RuleAnswer answer) {
    return answer.failing() && answer.action() == BoundRule.Action.Enforce;
  }

  Map<String, Object> risk(AssessedWorkload workload, RuleAnswer answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("uuid", riskUuid(workload, answer));
    tree.put(
        "title",
        Oscal.markup("%s: %s in %s".formatted(answer.code(), workload.title(), answer.zone())));
    tree.put("description", Oscal.markup(description(answer)));
    tree.put(
        "statement",
        Oscal.markup(
            "The workload has replicas where the enforced rule "
                + answer.statement()
                + " of "
                + answer.statedBy()
                + " does not hold."
                + BrokenGlass.sentence(answer.breakGlass())));
    tree.put("status", answer.isApproved() ? "deviation-approved" : "open");
    tree.put("origins", origins());
    BreakGlass glass = answer.breakGlass();
    Instant deadline = glass == null ? answer.waivedUntil() : glass.due();
    if (deadline != null) {
      tree.put("deadline", deadline.toString());
    }
    tree.put("related-observations", List.of(Map.of("observation-uuid", uuid(workload, answer))));
    return tree;
  }

  static String description(RuleAnswer answer) {
    String said = answer.message().isEmpty() ? answer.summary() : answer.message();
    return answer.state() + (answer.failing() ? " " + answer.code() : "") + ": " + said;
  }

  private static List<Map<String, Object>> props(RuleAnswer answer) {
    List<Map<String, Object>> props = new ArrayList<>();
    props.add(Oscal.prop("rule", answer.rule()));
    props.add(Oscal.prop("policy", answer.statedBy()));
    props.add(Oscal.prop("statement", answer.statement()));
    if (answer.impliedBy() != null) {
      props.add(Oscal.prop("implied-by", answer.impliedBy()));
    }
    props.add(Oscal.prop("action", answer.action().name()));
    props.add(Oscal.prop("result", answer.state()));
    props.add(Oscal.prop("code", answer.code()));
    props.add(Oscal.prop("origin", answer.origin().name()));
    answer.requirements().forEach(id -> props.add(Oscal.prop("requirement", id)));
    answer.claimed().forEach(id -> props.add(Oscal.prop("claimed-requirement", id)));
    Instant until = answer.waivedUntil();
    if (until != null) {
      props.add(Oscal.prop("waived-until", until.toString()));
    }
    String statement = answer.waivedStatement();
    if (statement != null) {
      props.add(Oscal.prop("waived-statement", statement));
    }
    BreakGlass glass = answer.breakGlass();
    if (glass != null) {
      BrokenGlass.add(glass, props);
    }
    return props;
  }

  private Map<String, Object> evidence(StatedFact fact) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (isAddress(fact.source())) {
      tree.put("href", fact.source());
    }
    tree.put(
        "description",
        Oscal.markup(
            fact.text()
                + (fact.basis().isEmpty() ? "" : ": " + fact.basis())
                + (fact.source().isEmpty() ? "" : ", " + Credentials.hidden(fact.source()))
                + (fact.asOf() == null ? "" : ", as of " + fact.asOf())));
    List<Map<String, Object>> props = new ArrayList<>();
    props.add(Oscal.prop("fact", fact.text()));
    if (!fact.basis().isEmpty()) {
      props.add(Oscal.prop("basis", fact.basis()));
    }
    LocalDate asOf = fact.asOf();
    if (asOf != null) {
      props.add(Oscal.prop("as-of", asOf.toString()));
    }
    String document = fact.documentSHA256();
    if (document != null) {
      props.add(Oscal.prop("document-sha-256", document));
    }
    tree.put("props", props);
    return tree;
  }

  private static boolean isAddress(String source) {
    try {
      return source.matches("https?://\\S+") && new URI(source).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static List<Map<String, Object>> subjects(AssessedWorkload workload, RuleAnswer answer) {
    return List.of(subject(workloadUuid(workload)), subject(zoneUuid(answer.zone())));
  }

  private static Map<String, Object> subject(String uuid) {
    Map<String, Object> subject = new LinkedHashMap<>();
    subject.put("subject-uuid", uuid);
    subject.put("type", "component");
    return subject;
  }

  static List<Map<String, Object>> origins() {
    Map<String, Object> actor = new LinkedHashMap<>();
    actor.put("type", "tool");
    actor.put("actor-uuid", toolUuid());
    return List.of(Map.of("actors", List.of(actor)));
  }
}
