package cloud.bleu.assess.report;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.Assessment.Excepted;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * An assessment in the XML that JUnit's Ant task writes and every CI reads: a suite a code, a case
 * a finding.
 */
public final class JunitReport {

  private static final String SUITE = "bleu assess";

  private final XMLStreamWriter xml;
  private final @Nullable Severity worst;

  private JunitReport(XMLStreamWriter xml, @Nullable Severity worst) {
    this.xml = xml;
    this.worst = worst;
  }

  /**
   * The document.
   *
   * @param worst findings that bad or worse are failures; null: none is
   */
  public static String of(Assessment assessment, @Nullable Severity worst) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JunitReport(xml, worst).document(assessment);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.append('\n').toString();
  }

  private void document(Assessment assessment) throws XMLStreamException {
    SortedMap<String, List<Finding>> byCode = new TreeMap<>();
    assessment
        .findings()
        .forEach(f -> byCode.computeIfAbsent(f.code(), c -> new ArrayList<>()).add(f));
    List<ManifestProblem> errors = new ArrayList<>(assessment.input().broken());
    errors.addAll(assessment.input().templates());
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", SUITE);
    for (var suite : byCode.entrySet()) {
      List<Finding> findings = suite.getValue();
      long failures = findings.stream().filter(this::fails).count();
      suite(suite.getKey(), findings.size(), failures, 0, 0);
      for (Finding finding : findings) {
        found(finding);
      }
      xml.writeEndElement();
    }
    if (!assessment.excepted().isEmpty()) {
      suite("excepted", assessment.excepted().size(), 0, 0, assessment.excepted().size());
      for (Excepted excepted : assessment.excepted()) {
        excepted(excepted);
      }
      xml.writeEndElement();
    }
    input(errors, assessment);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  /** Whether all of the input was read: there is a case though nothing was found. */
  private void input(List<ManifestProblem> errors, Assessment assessment)
      throws XMLStreamException {
    suite("input", errors.size() + 1L, 0, errors.size(), 0);
    testcase("input", assessment.input().objects() + " objects read", null, 0);
    xml.writeEndElement();
    for (ManifestProblem problem : errors) {
      testcase("input", Problem.visible(problem.toString()), problem.file(), problem.line());
      xml.writeEmptyElement("error");
      xml.writeAttribute("message", Problem.visible(problem.toString()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void suite(String name, long tests, long failures, long errors, long skipped)
      throws XMLStreamException {
    line();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", String.valueOf(tests));
    xml.writeAttribute("failures", String.valueOf(failures));
    xml.writeAttribute("errors", String.valueOf(errors));
    xml.writeAttribute("skipped", String.valueOf(skipped));
  }

  private void testcase(String suite, String name, @Nullable String file, int line)
      throws XMLStreamException {
    line();
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", SUITE + "." + suite);
    xml.writeAttribute("name", name);
    if (file != null) {
      xml.writeAttribute("file", Problem.visible(file));
      xml.writeAttribute("line", String.valueOf(line));
    }
  }

  private void found(Finding finding) throws XMLStreamException {
    testcase(finding.code(), name(finding), finding.place().file(), finding.place().line());
    String text = Problem.visible(finding.found() + ": " + finding.says());
    if (fails(finding)) {
      xml.writeStartElement("failure");
      xml.writeAttribute("type", finding.severity().name());
      xml.writeAttribute("message", text);
      xml.writeCharacters(
          Problem.visible(finding.place().position() + " " + finding.place().object()));
    } else {
      xml.writeStartElement("system-out");
      xml.writeCharacters(finding.severity().name() + ": " + text);
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void excepted(Excepted excepted) throws XMLStreamException {
    Finding finding = excepted.finding();
    testcase("excepted", name(finding), finding.place().file(), finding.place().line());
    xml.writeEmptyElement("skipped");
    xml.writeAttribute("message", Problem.visible(excepted.exception().title()));
    xml.writeEndElement();
  }

  private static String name(Finding finding) {
    return Problem.visible(
        finding.place().object()
            + (finding.place().path().isEmpty() ? "" : ", " + finding.place().path())
            + ": "
            + finding.found());
  }

  private boolean fails(Finding finding) {
    return worst != null && finding.severity().atLeast(worst);
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }
}
