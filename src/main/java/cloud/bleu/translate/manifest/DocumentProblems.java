package cloud.bleu.translate.manifest;

import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.manifest.ManifestProblem.Nature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What is said of a document that is no object, or not one that can be read. */
final class DocumentProblems {
  private DocumentProblems() {}

  /** An object that neither has a name nor asks for one. */
  static ManifestProblem unnamed(Document document, String prefix, ObjectNode object) {
    JsonNode name = object.path("metadata").path("name");
    return problem(
        document,
        FieldPath.join(prefix, "metadata.name"),
        object.path("kind").asText()
            + " without a name"
            + (name.isValueNode() && !name.isNull() ? " in text" : ""),
        "give metadata.name, in quotes if it looks like a number",
        Nature.NoObject);
  }

  /** A template of a chart. */
  static ManifestProblem template(String file, int number, int firstLine, String text) {
    return new ManifestProblem(
        file,
        firstLine + HelmTemplate.linesBefore(text),
        number,
        ": " + HelmTemplate.WHAT + "; " + HelmTemplate.WHAT_TO_DO,
        Nature.Template);
  }

  /** Something at a path of a document. */
  static ManifestProblem problem(
      Document document, String path, String what, String advice, Nature nature) {
    return new ManifestProblem(
        document.file(),
        document.line(path),
        document.number(),
        (path.isEmpty() ? "" : ", " + path) + ": " + what + "; " + advice,
        nature);
  }

  /**
   * What is malformed and where: read again with positions, which the first reading goes without.
   */
  static ManifestProblem syntax(String file, int number, int firstLine, String text) {
    int line = firstLine;
    String what = "malformed YAML";
    try {
      Yaml.compose(text, true).forEachRemaining(node -> {});
    } catch (MarkedYamlEngineException e) {
      line += e.getProblemMark().or(e::getContextMark).map(m -> m.getLine()).orElse(0);
      what = "malformed YAML: " + e.getProblem();
    } catch (DepthLimit.TooDeep e) {
      what = e.getMessage();
    } catch (YamlEngineException e) {
      what = "malformed YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
    return new ManifestProblem(
        file,
        line,
        number,
        ": " + what + "; check indentation, quotes and colons around this line");
  }
}
