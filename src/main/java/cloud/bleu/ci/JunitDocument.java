package cloud.bleu.ci;

import cloud.bleu.credential.ShownText;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * The XML that JUnit's Ant task writes and every CI reads. Text of others is shown with what cannot
 * be seen as numbers.
 */
public final class JunitDocument {

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;
  private final String name;

  /** What is written into a document. */
  public interface Content {
    /** Writes it. */
    void into(JunitDocument document) throws XMLStreamException;
  }

  private JunitDocument(String name) throws XMLStreamException {
    this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    this.name = name;
  }

  /**
   * A document.
   *
   * @param name of the tool
   * @param suites what stands in it
   */
  public static String of(String name, Content suites) {
    try {
      JunitDocument document = new JunitDocument(name);
      document.xml.writeStartDocument("UTF-8", "1.0");
      document.line();
      document.xml.writeStartElement("testsuites");
      document.xml.writeAttribute("name", name);
      suites.into(document);
      document.xml.writeEndElement();
      document.xml.writeEndDocument();
      document.xml.close();
      return document.text.append('\n').toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins a suite, with the counts of what follows. */
  public void suite(String suite, long tests, long failures, long errors, long skipped)
      throws XMLStreamException {
    line();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite);
    xml.writeAttribute("tests", String.valueOf(tests));
    xml.writeAttribute("failures", String.valueOf(failures));
    xml.writeAttribute("errors", String.valueOf(errors));
    xml.writeAttribute("skipped", String.valueOf(skipped));
  }

  /**
   * Begins a case of a suite.
   *
   * @param file where it is, null where no file says it
   */
  public void testcase(String suite, String title, @Nullable String file, int line)
      throws XMLStreamException {
    line();
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", name + "." + suite);
    xml.writeAttribute("name", title);
    if (file != null) {
      xml.writeAttribute("file", ShownText.visible(file));
      xml.writeAttribute("line", String.valueOf(line));
    }
  }

  /** Why the case fails. */
  public void failure(String type, String message, String more) throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("type", type);
    xml.writeAttribute("message", ShownText.visible(message));
    xml.writeCharacters(ShownText.visible(more));
    xml.writeEndElement();
  }

  /** What is worth knowing of a case that does not fail for it. */
  public void output(String words) throws XMLStreamException {
    xml.writeStartElement("system-out");
    xml.writeCharacters(ShownText.visible(words));
    xml.writeEndElement();
  }

  /** Why nothing is known of the case. */
  public void error(String message) throws XMLStreamException {
    xml.writeEmptyElement("error");
    xml.writeAttribute("message", ShownText.visible(message));
  }

  /** Why the case does not count. */
  public void skipped(String message) throws XMLStreamException {
    xml.writeEmptyElement("skipped");
    xml.writeAttribute("message", ShownText.visible(message));
  }

  /** Ends the case, or the suite. */
  public void end() throws XMLStreamException {
    xml.writeEndElement();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }
}
