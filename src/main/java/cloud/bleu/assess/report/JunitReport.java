package cloud.bleu.assess.report;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.Assessment.Excepted;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.ci.JunitDocument;
import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * An assessment in the XML that JUnit's Ant task writes and every CI reads: a suite a code, a case
 * a finding.
 */
public final class JunitReport {

  private static final String SUITE = "bleu assess";

  private final JunitDocument xml;
  private final @Nullable Severity worst;

  private JunitReport(JunitDocument xml, @Nullable Severity worst) {
    this.xml = xml;
    this.worst = worst;
  }

  /**
   * The document.
   *
   * @param worst findings that bad or worse are failures; null: none is
   */
  public static String of(Assessment assessment, @Nullable Severity worst) {
    return JunitDocument.of(SUITE, xml -> new JunitReport(xml, worst).suites(assessment));
  }

  private void suites(Assessment assessment) throws XMLStreamException {
    SortedMap<String, List<Finding>> byCode = new TreeMap<>();
    assessment
        .findings()
        .forEach(f -> byCode.computeIfAbsent(f.code(), c -> new ArrayList<>()).add(f));
    for (var suite : byCode.entrySet()) {
      List<Finding> findings = suite.getValue();
      long failures = findings.stream().filter(this::fails).count();
      xml.suite(suite.getKey(), findings.size(), failures, 0, 0);
      for (Finding finding : findings) {
        found(finding);
      }
      xml.end();
    }
    if (!assessment.excepted().isEmpty()) {
      xml.suite("excepted", assessment.excepted().size(), 0, 0, assessment.excepted().size());
      for (Excepted excepted : assessment.excepted()) {
        excepted(excepted);
      }
      xml.end();
    }
    List<ManifestProblem> errors = new ArrayList<>(assessment.input().broken());
    errors.addAll(assessment.input().templates());
    input(errors, assessment);
  }

  /** Whether all of the input was read: there is a case though nothing was found. */
  private void input(List<ManifestProblem> errors, Assessment assessment)
      throws XMLStreamException {
    List<UnreadKind> unread =
        assessment.input().unread().stream().filter(UnreadKind::isNeeded).toList();
    long failed = (long) errors.size() + unread.size();
    xml.suite("input", failed + 1, 0, failed, 0);
    String origin = assessment.input().origin().says();
    xml.testcase(
        "input",
        ShownText.visible(
            assessment.input().objects()
                + " objects read"
                + (origin.isEmpty() ? "" : " of " + origin)),
        null,
        0);
    xml.end();
    for (UnreadKind kind : unread) {
      xml.testcase("input", ShownText.visible(kind.says()), null, 0);
      xml.error(kind.toString());
      xml.end();
    }
    for (ManifestProblem problem : errors) {
      xml.testcase("input", ShownText.visible(problem.toString()), problem.file(), problem.line());
      xml.error(problem.toString());
      xml.end();
    }
    xml.end();
  }

  private void found(Finding finding) throws XMLStreamException {
    testcase(finding.code(), finding);
    String text = finding.found() + ": " + finding.says();
    if (fails(finding)) {
      xml.failure(
          finding.severity().name(),
          text,
          finding.place().isInFile()
              ? finding.place().position() + " " + finding.place().object()
              : finding.place().position());
    } else {
      xml.output(finding.severity().name() + ": " + text);
    }
    xml.end();
  }

  private void excepted(Excepted excepted) throws XMLStreamException {
    Finding finding = excepted.finding();
    testcase("excepted", finding);
    xml.skipped(excepted.exception().title());
    xml.end();
  }

  private void testcase(String suite, Finding finding) throws XMLStreamException {
    xml.testcase(
        suite,
        name(finding),
        finding.place().isInFile() ? finding.place().file() : null,
        finding.place().line());
  }

  private static String name(Finding finding) {
    return ShownText.visible(
        finding.place().object()
            + (finding.place().path().isEmpty() ? "" : ", " + finding.place().path())
            + ": "
            + finding.found());
  }

  private boolean fails(Finding finding) {
    return worst != null && finding.severity().atLeast(worst);
  }
}
