package cloud.bleu.assess.report;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.Assessment.Excepted;
import cloud.bleu.assess.InputSummary;
import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.Place;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An assessment, or the catalogue, as maps and lists for programs. */
public final class AssessmentTree {

  /** What no manifest says. */
  static final List<String> NEVER_SEEN =
      List.of(
          "what programs call beyond what settings name",
          "what images contain",
          "data, its size and its copy",
          "quotas and what the target sells on a day");

  private AssessmentTree() {}

  /** The whole assessment; what {@code --baseline} reads. */
  public static Map<String, Object> of(Assessment assessment) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("target", assessment.target().name());
    if (!assessment.input().origin().facts().isEmpty()) {
      head.put("input", visible(assessment.input().origin().facts()));
    }
    head.put("dataAsOf", assessment.asOf());
    head.put("objects", assessment.input().objects());
    for (Severity severity : Severity.values()) {
      head.put(severity.typed(), assessment.count(severity));
    }
    head.put("excepted", assessment.excepted().size());
    head.put("known", assessment.known().size());
    tree.put("assessment", head);
    tree.put("workloads", assessment.workloads().stream().map(AssessmentTree::workload).toList());
    tree.put("findings", assessment.findings().stream().map(AssessmentTree::finding).toList());
    tree.put("excepted", assessment.excepted().stream().map(AssessmentTree::excepted).toList());
    tree.put("known", assessment.known().stream().map(AssessmentTree::finding).toList());
    tree.put("notSeen", notSeen(assessment.input()));
    return tree;
  }

  private static Map<String, Object> workload(WorkloadAnswer answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", visible(answer.place().object()));
    file(tree, answer.place());
    tree.put("answer", answer.answer().name());
    for (Severity severity : Severity.values()) {
      tree.put(severity.typed(), answer.count(severity));
    }
    tree.put("through", answer.through().stream().map(ShownText::visible).toList());
    tree.put("notSeen", answer.notSeen().stream().map(ShownText::visible).toList());
    return tree;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", finding.code());
    tree.put("severity", finding.severity().name());
    file(tree, finding.place());
    tree.put("object", visible(finding.place().object()));
    tree.put("path", visible(finding.place().path()));
    tree.put("found", visible(finding.found()));
    tree.put("changeTo", visible(finding.change()));
    tree.put("note", finding.advice().note());
    tree.put("requirements", finding.requirements());
    tree.put("basis", finding.advice().basis());
    tree.put("source", finding.advice().source());
    tree.put("asOf", finding.asOf());
    tree.put("fingerprint", finding.fingerprint());
    return tree;
  }

  /** Where it is in a file, if it is in one. */
  static void file(Map<String, Object> tree, Place place) {
    if (place.isInFile()) {
      tree.put("file", visible(place.file()));
      tree.put("line", place.line());
    }
  }

  private static Map<String, String> visible(Map<String, String> facts) {
    Map<String, String> visible = new LinkedHashMap<>();
    facts.forEach((key, value) -> visible.put(key, visible(value)));
    return visible;
  }

  private static Map<String, Object> excepted(Excepted excepted) {
    Map<String, Object> tree = finding(excepted.finding());
    tree.put("owner", excepted.exception().owner());
    tree.put("reason", excepted.exception().reason());
    tree.put("until", excepted.exception().until().toString());
    return tree;
  }

  /** A finding, how it stands, and whose it is. */
  static Map<String, Object> owned(OwnedFinding owned) {
    Map<String, Object> tree = finding(owned.finding());
    tree.put("state", owned.state().name());
    if (owned.owner() != null) {
      tree.put("owner", visible(owned.owner()));
    }
    tree.put("ownerFrom", owned.source().name());
    if (owned.until() != null) {
      tree.put("until", owned.until().toString());
    }
    return tree;
  }

  private static Map<String, Object> notSeen(InputSummary input) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kinds", input.unread().stream().map(AssessmentTree::unread).toList());
    tree.put("broken", texts(input.broken()));
    tree.put("templates", texts(input.templates()));
    tree.put("noObjects", texts(input.noObjects()));
    tree.put("unknownKinds", input.unknownKinds());
    tree.put("owned", input.owned());
    tree.put("never", NEVER_SEEN);
    return tree;
  }

  private static Map<String, Object> unread(UnreadKind kind) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("resource", visible(kind.resource()));
    tree.put("where", visible(kind.where()));
    tree.put("reason", kind.reason().name());
    tree.put("needed", kind.isNeeded());
    if (kind.check() != null) {
      tree.put("check", visible(kind.check()));
    }
    return tree;
  }

  private static List<String> texts(List<ManifestProblem> problems) {
    return problems.stream().map(p -> visible(p.toString())).toList();
  }

  private static String visible(String text) {
    return ShownText.visible(text);
  }

  /** The catalogue: every code with what it means on each target. */
  public static Map<String, Object> of(FindingCatalogue catalogue) {
    List<Map<String, Object>> codes = new ArrayList<>();
    for (Entry entry : catalogue.entries()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("code", entry.code());
      tree.put("summary", entry.summary());
      tree.put("bleu", entry.severity(MigrationTarget.BLEU));
      tree.put("s3ns", entry.severity(MigrationTarget.S3NS));
      tree.put("other", entry.severity(MigrationTarget.of("other")));
      tree.put("requirements", entry.requirements());
      codes.add(tree);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("dataAsOf", catalogue.asOf());
    tree.put("sources", catalogue.sources());
    tree.put("codes", codes);
    return tree;
  }
}
