package cloud.bleu.report;

import cloud.bleu.credential.Credentials;
import cloud.bleu.evidence.assessment.AssessedWorkload;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.Assessment.AssessedZone;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.RequirementLedger;
import cloud.bleu.evidence.assessment.RuleAnswer;
import cloud.bleu.evidence.assessment.ZoneFence;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.RemovedFact;
import cloud.bleu.evidence.change.ReportedChain;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.StatedFact;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An assessment as CSV (RFC 4180, UTF-8): one record for each workload, zone, rule, requirement and
 * fact. The closing sentence stands in every record, because a table is sorted and filtered, and a
 * last line would not stay the last.
 */
public final class CsvReport {
  static final List<String> COLUMNS =
      List.of(
          "at",
          "namespace",
          "workload",
          "zone",
          "use",
          "requirement",
          "standing",
          "state",
          "origin",
          "policy",
          "statement",
          "rule",
          "action",
          "code",
          "fact",
          "basis",
          "source",
          "asOf",
          "waivedUntil",
          "message",
          "closing",
          "cluster",
          "breakGlassBy",
          "countersignedBy",
          "due",
          "waivedStatement");

  /** With what a formula may begin, as OWASP lists it under CSV injection. */
  private static final String FORMULAS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

  private final Assessment assessment;
  private final String closing;
  private final List<List<String>> records = new ArrayList<>();
  private final Map<String, String> standings =
      RequirementLedger.all().stream()
          .collect(Collectors.toMap(Requirement::id, CsvReport::standing));

  private CsvReport(Assessment assessment) {
    this.assessment = assessment;
    this.closing = assessment.closing();
  }

  /**
   * The text, with a header.
   *
   * @param chain of decisions: a record for each fact that was taken back and for each break; null
   *     when none was read
   * @param drills a record each
   */
  public static String of(
      Assessment assessment, @Nullable ReportedChain chain, List<DrillProof> drills) {
    CsvReport report = new CsvReport(assessment);
    assessment.leftOut().forEach(report::add);
    assessment.workloads().forEach(report::add);
    if (chain != null) {
      chain.removed().forEach(report::add);
      chain.breaks().forEach(report::add);
    }
    drills.forEach(report::add);
    if (report.records.isEmpty()) {
      report.add(Map.of());
    }
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
    COLUMNS.forEach(schema::addColumn);
    try {
      return CsvMapper.builder()
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .build()
          .writer(schema.build())
          .writeValueAsString(report.records);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(AssessedWorkload workload) {
    Decision.Reason reason = workload.reason();
    if (reason != null) {
      Map<String, @Nullable Object> record = new TreeMap<>(of(workload));
      record.put("use", "None");
      record.put("state", "NotPlaced");
      record.put("code", reason.code());
      record.put("message", reason.message());
      add(record);
    }
    workload.fences().forEach(fence -> add(workload, fence));
    for (RuleAnswer answer : workload.answers()) {
      List<String> ids = new ArrayList<>(answer.requirements());
      ids.addAll(answer.claimed());
      if (ids.isEmpty()) {
        ids.add("");
      }
      List<Map<String, @Nullable Object>> facts =
          answer.facts().isEmpty()
              ? List.of(Map.of())
              : answer.facts().stream().map(CsvReport::fact).toList();
      for (String id : ids) {
        for (Map<String, @Nullable Object> fact : facts) {
          Map<String, @Nullable Object> record = new TreeMap<>(of(workload));
          answer(record, answer);
          record.put("requirement", id);
          record.put(
              "standing",
              answer.requirements().contains(id)
                  ? standings.get(id)
                  : id.isEmpty() ? "" : "Claimed");
          record.putAll(fact);
          add(record);
        }
      }
    }
  }

  private void add(AssessedWorkload workload, ZoneFence fence) {
    Message told = fence.mayRunOn();
    Map<String, @Nullable Object> record = new TreeMap<>(of(workload));
    record.put("zone", fence.zone());
    record.put("cluster", cluster(fence.zone()));
    record.put("use", "Fence");
    record.put("state", fence.fenced());
    record.put("code", told == null ? null : ZoneFence.CODE);
    record.put("asOf", fence.unknownSince());
    record.put("message", told == null ? null : MessageBundle.ENGLISH.text(told));
    add(record);
  }

  private String cluster(String name) {
    AssessedZone zone = assessment.zones().get(name);
    return zone == null ? "" : zone.cluster();
  }

  private void add(LeftOutObject object) {
    Map<String, @Nullable Object> record = new TreeMap<>();
    record.put("namespace", object.namespace());
    record.put("workload", object.kind().equals("BleuWorkload") ? object.name() : null);
    record.put("use", "Input");
    record.put("state", "LeftOut");
    record.put("fact", object.path());
    record.put("source", object.title());
    record.put("message", object.message());
    add(record);
  }

  private void add(RemovedFact removed) {
    Map<String, @Nullable Object> record = new TreeMap<>();
    record.put("use", "Chain");
    record.put("state", "Removed");
    record.put("code", EntryKinds.ATTESTATION_REMOVED);
    record.put("fact", "%s of %s %s".formatted(removed.fact(), removed.kind(), removed.name()));
    record.put("basis", removed.basis());
    record.put("asOf", removed.asOf());
    record.put(
        "message",
        "%s (entry %s of %s)".formatted(removed.change(), removed.entry(), removed.time()));
    add(record);
  }

  private void add(ChainFault fault) {
    Map<String, @Nullable Object> record = new TreeMap<>();
    record.put("use", "Chain");
    record.put("state", "Broken");
    record.put("code", fault.code());
    record.put("source", fault.where());
    record.put("message", fault.message());
    add(record);
  }

  private void add(DrillProof drill) {
    Map<String, @Nullable Object> record = new TreeMap<>();
    record.put("use", "Drill");
    record.put("state", drill.state());
    record.put("code", drill.code());
    record.put("fact", drill.loss().isEmpty() ? "no loss" : "loss of " + drill.loss());
    record.put("basis", drill.mode());
    record.put("source", "ResilienceDrill " + drill.drill());
    record.put("asOf", drill.ran());
    record.put("message", drill.message().isEmpty() ? "" : drill.message() + ". " + drill.limit());
    add(record);
  }

  private static Map<String, @Nullable Object> of(AssessedWorkload workload) {
    Map<String, @Nullable Object> record = new TreeMap<>();
    record.put("namespace", workload.namespace());
    record.put("workload", workload.name());
    return record;
  }

  private void answer(Map<String, @Nullable Object> record, RuleAnswer answer) {
    record.put("zone", answer.zone());
    record.put("cluster", cluster(answer.zone()));
    record.put("use", answer.use());
    record.put("state", answer.state());
    record.put("origin", answer.origin());
    record.put("policy", answer.statedBy());
    record.put("statement", answer.statement());
    record.put("rule", answer.rule());
    record.put("action", answer.action());
    record.put("code", answer.code());
    record.put("waivedUntil", answer.waivedUntil());
    record.put("waivedStatement", answer.waivedStatement());
    BreakGlass glass = answer.breakGlass();
    if (glass != null) {
      record.put("breakGlassBy", glass.by());
      record.put("countersignedBy", glass.countersignedBy());
      record.put("due", glass.due());
    }
    record.put("message", answer.message());
  }

  private static Map<String, @Nullable Object> fact(StatedFact fact) {
    Map<String, @Nullable Object> record = new TreeMap<>();
    record.put("fact", fact.text());
    record.put("basis", fact.basis());
    record.put("source", fact.source());
    record.put("asOf", fact.asOf());
    return record;
  }

  private void add(Map<String, @Nullable Object> record) {
    Map<String, @Nullable Object> whole = new TreeMap<>(record);
    whole.put("at", assessment.at());
    whole.put("closing", closing);
    records.add(
        COLUMNS.stream().map(c -> cell(Objects.requireNonNullElse(whole.get(c), ""))).toList());
  }

  /**
   * A value without credentials, on one line: readers end a record at a line feed. A spreadsheet
   * takes a text that begins like a formula for one, and would run it; some do so for the wide
   * forms of these characters too.
   */
  private static String cell(Object value) {
    String text =
        Credentials.hidden(value.toString()).replaceAll("[\\p{Cc}\u2028\u2029]", " ").strip();
    return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String standing(Requirement requirement) {
    return requirement.standings().stream().map(Enum::name).collect(Collectors.joining("+"));
  }
}
