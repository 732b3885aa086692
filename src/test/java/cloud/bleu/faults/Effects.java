package cloud.bleu.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The writes that changed something, by all operators of one life, in the order of the answers, and
 * those that were sent though they changed nothing.
 */
final class Effects {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<String> sent = new CopyOnWriteArrayList<>();

  /** Remembers an answer; says whether it stands for a change. */
  boolean add(Request request, Answer answer) {
    if (!request.isWrite()) {
      return false;
    }
    sent.add(request + ": " + answer.code());
    if (!answer.isSuccess()) {
      return false;
    }
    String key = request.path().replaceAll("/status$", "");
    try {
      JsonNode metadata = JSON.readTree(answer.body()).path("metadata");
      String version = metadata.path("resourceVersion").asText();
      if (request.method().equals("POST")) {
        key += "/" + metadata.path("name").asText();
      }
      if (!version.isEmpty()
          && version.equals(versions.put(key, version))
          && !request.method().equals("DELETE")) {
        return false;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not an answer of an API server: " + answer.text(), e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    writes.add(request.method() + " " + key.replaceFirst("^/apis/", "") + status(request));
    return true;
  }

  List<String> writes() {
    return List.copyOf(writes);
  }

  /** Every write with the code of its answer, also one that was refused or changed nothing. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  /** How often each placement, child and budget was created and deleted. */
  Map<String, Integer> createdAndDeleted() {
    Map<String, Integer> counts = new TreeMap<>();
    for (String write : writes) {
      if (write.startsWith("POST ") || write.startsWith("DELETE ")) {
        counts.merge(write.replaceFirst("/namespaces/[^/]+", ""), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static String status(Request request) {
    return request.path().endsWith("/status") ? " (status)" : "";
  }
}
