package cloud.bleu.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What one user asked of an API server, as its audit log says. */
public record AuditLog(List<JsonNode> events) {

  /** The events of the user with this uid. */
  public static AuditLog of(Path file, String uid) {
    JsonMapper json = new JsonMapper();
    List<JsonNode> events = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode event = json.readTree(line);
        if (event.at("/user/uid").asText().equals(uid)) {
          events.add(event);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AuditLog(events);
  }

  /**
   * Requests that were answered 403, by the authorizer or by admission. A kind that is new is not
   * known to all of a server for some seconds, which is not about rights.
   */
  public List<String> forbidden() {
    return events.stream()
        .filter(event -> event.at("/responseStatus/code").asInt() == 403)
        .filter(
            event ->
                !event.at("/responseStatus/message").asText().contains("cannot find RESTMapping"))
        .map(event -> event.at("/verb").asText() + " " + event.at("/requestURI").asText())
        .distinct()
        .toList();
  }

  /**
   * Rights that requests on resources needed, without those that every authenticated user has. A
   * patch that created its object needed the right to create it as well.
   */
  public Set<Right> used() {
    Set<Right> used = new TreeSet<>();
    for (JsonNode event : events) {
      String reason = event.at("/annotations").path("authorization.k8s.io/reason").asText();
      JsonNode object = event.at("/objectRef");
      if (object.isMissingNode() || reason.contains("\"system:")) {
        continue;
      }
      String subresource = object.path("subresource").asText();
      String resource =
          object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource);
      String group = object.path("apiGroup").asText();
      String verb = event.at("/verb").asText();
      used.add(new Right(verb, group, resource));
      if (verb.equals("patch") && event.at("/responseStatus/code").asInt() == 201) {
        used.add(new Right("create", group, resource));
      }
    }
    return used;
  }
}
