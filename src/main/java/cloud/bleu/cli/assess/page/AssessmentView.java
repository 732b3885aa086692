package cloud.bleu.cli.assess.page;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.report.html.StaticPage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the template asks: words, and parts of an assessment in the order of the page. */
public final class AssessmentView {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Assessment assessment;
  private final DependencyGraph graph;
  private final Instant at;
  private final MessageBundle sentences;
  private final String tag;
  private final @Nullable String marking;
  private final String style = StaticPage.style();
  private final Map<String, List<Finding>> byObject = new HashMap<>();
  private final Set<String> ofWorkloads = new HashSet<>();

  AssessmentView(
      Assessment assessment,
      DependencyGraph graph,
      Instant at,
      MessageBundle sentences,
      String tag,
      @Nullable String marking) {
    this.assessment = assessment;
    this.graph = graph;
    this.at = at;
    this.sentences = sentences;
    this.tag = tag;
    this.marking = marking;
    assessment
        .findings()
        .forEach(f -> byObject.computeIfAbsent(f.place().object(), o -> new ArrayList<>()).add(f));
    for (WorkloadAnswer answer : assessment.workloads()) {
      ofWorkloads.add(answer.place().object());
      ofWorkloads.addAll(answer.through());
    }
  }

  /** The assessment that the page shows. */
  public Assessment assessment() {
    return assessment;
  }

  /** Which objects of the assessment name which others. */
  public DependencyGraph graph() {
    return graph;
  }

  /** The language, as HTML names it. */
  public String tag() {
    return tag;
  }

  /** The marking of confidentiality that every page carries; null when none was given. */
  public @Nullable String marking() {
    return marking;
  }

  /** The text of the style sheet, which stands in the page. */
  public String style() {
    return style;
  }

  /** The value of Content-Security-Policy: no script, and this style sheet alone. */
  public String policy() {
    return StaticPage.policy(style);
  }

  /** Words of the page that have no facts. */
  public String word(String key) {
    return sentences.text(Message.of(key));
  }

  /** A sentence of the page; facts are names, each followed by its value. */
  public String said(String key, @Nullable Object... facts) {
    return sentences.text(Message.of(key, facts));
  }

  /** The instant of the page in Europe/Paris, to the minute. */
  public String at() {
    return MINUTE.format(at.atZone(PARIS));
  }

  /** What is counted, in a sentence. */
  public String lead() {
    return said(
        "lead",
        "workloads",
        assessment.workloads().size(),
        "blocks",
        workloads(Severity.Blocks),
        "change",
        workloads(Severity.Change),
        "look",
        workloads(Severity.Look),
        "fine",
        workloads(Severity.Fine));
  }

  private long workloads(Severity answer) {
    return assessment.workloads().stream().filter(w -> w.answer() == answer).count();
  }

  /** What is found in a workload and in what it names or is reached through, the worst first. */
  public List<Finding> findings(WorkloadAnswer workload) {
    return Stream.concat(Stream.of(workload.place().object()), workload.through().stream())
        .flatMap(object -> byObject.getOrDefault(object, List.of()).stream())
        .filter(f -> f.severity() != Severity.Fine)
        .sorted()
        .toList();
  }

  /** What is found in objects that no workload names or is reached through. */
  public List<Finding> others() {
    return assessment.findings().stream()
        .filter(f -> f.severity() != Severity.Fine)
        .filter(f -> !ofWorkloads.contains(f.place().object()))
        .toList();
  }

  /** Where a finding stands: the file and line, if it is in one, then the object and the path. */
  public String where(Finding finding) {
    String path = finding.place().path();
    String object = finding.place().object() + (path.isEmpty() ? "" : ", " + path);
    return visible(
        finding.place().isInFile() ? finding.place().position() + ", " + object : object);
  }

  /** Where the first evidence of a dependency stands, and how much more there is. */
  public String where(Dependency dependency) {
    int more = dependency.evidence().size() - 1;
    return said(
        "evidence",
        "where",
        visible(dependency.evidence().get(0).place().position()),
        "more",
        more == 0 ? null : more);
  }

  /** A text in which nothing hides. */
  public String visible(String text) {
    return ShownText.visible(text);
  }

  /** Why a kind was not read. */
  public String unread(UnreadKind kind) {
    String namespace = "namespace ";
    String group = "custom resources of ";
    String where =
        kind.where().startsWith(namespace)
            ? said("unread.where.namespace", "name", kind.where().substring(namespace.length()))
            : said(
                kind.where().equals("the cluster") ? "unread.where.cluster" : "unread.where.all");
    String resource =
        kind.resource().startsWith(group)
            ? said("unread.custom.group", "group", kind.resource().substring(group.length()))
            : kind.resource().equals("custom resources") ? said("unread.custom") : kind.resource();
    return said("unread." + kind.reason(), "kind", resource, "where", where);
  }

  /** What could not be read of files. */
  public List<String> unreadable() {
    return Stream.of(
            assessment.input().broken(),
            assessment.input().templates(),
            assessment.input().noObjects())
        .flatMap(List::stream)
        .map(p -> visible(p.toString()))
        .toList();
  }
}
