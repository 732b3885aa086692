package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What kubectl needs and the mock server behind it does not have: tables, lists in order, field
 * selectors, events of the core API, watches over plain HTTP, the scale subresource, schemas,
 * errors with a text. Listens on 127.0.0.1; the operator does not go through it.
 */
public final class KubectlFront implements AutoCloseable {

  private static final ObjectMapper JSON = Serialization.jsonMapper();
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "kubectl-front");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpClient client = HttpClient.newHttpClient();
  private final OpenWatches watches = new OpenWatches(client);
  private final URI behind;
  private final PrinterTable tables;
  private final OpenApi schemas;
  private final Map<String, List<APIResource>> resources;

  private KubectlFront(
      HttpServer server,
      URI behind,
      Map<String, List<APIResource>> resources,
      List<CustomResourceDefinition> crds) {
    this.server = server;
    this.behind = behind;
    this.resources = resources;
    this.tables = new PrinterTable(crds);
    this.schemas = new OpenApi(resources, crds);
  }

  /** An answer to be written. */
  private record Answer(int code, JsonNode body) {}

  /**
   * Starts it on a free port.
   *
   * @param behind the mock server
   * @param resources what that serves, by {@code group/version}
   * @param crds the kinds of which it serves schemas and printer columns
   */
  public static KubectlFront start(
      URI behind, Map<String, List<APIResource>> resources, List<CustomResourceDefinition> crds) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      KubectlFront front = new KubectlFront(server, behind, resources, crds);
      server.createContext("/", front::handle);
      server.setExecutor(front.threads);
      server.start();
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
    }
  }

  /** Where it listens, as in {@code http://127.0.0.1:34567}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      KubectlRequest request = KubectlRequest.of(exchange);
      if (request.watches() && !request.streams()) {
        watch(request, exchange);
        return;
      }
      Answer answer =
          request.streams()
              ? new Answer(422, status(422, "Invalid", "sendInitialEvents is not supported"))
              : answer(request);
      byte[] body = JSON.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.code(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(KubectlRequest request) throws IOException, InterruptedException {
    String path = request.path();
    JsonNode schema = schemas.document(path);
    if (schema != null) {
      return new Answer(200, schema);
    }
    if (path.endsWith("z") && path.lastIndexOf('/') == 0) {
      return new Answer(200, JSON.getNodeFactory().textNode("ok"));
    }
    if (!path.equals("/version") && !path.matches("/apis?(/.*)?") || isUnknownGroup(path)) {
      return notFound(path);
    }
    if (request.contentType().contains("protobuf")) {
      return new Answer(
          415,
          status(
              415,
              "UnsupportedMediaType",
              "this API server reads JSON and YAML only: give the object in a file to kubectl apply"
                  + " -f"));
    }
    if (ScaleSubresource.isScale(path)) {
      return scale(request);
    }
    String type = request.contentType();
    if (type.startsWith(StrategicPatch.TYPE)) {
      if (!StrategicPatch.isMergePatch(request.body())) {
        return new Answer(
            415,
            status(
                415,
                "UnsupportedMediaType",
                "this API server cannot merge lists of kinds of Kubernetes: give the whole object"
                    + " to kubectl apply --server-side, or take --control-plane real"));
      }
      type = MERGE_PATCH;
    }
    Answer answer = forward(request.method(), request.target(), type, request.body());
    if (request.method().equals("GET") && answer.body() instanceof ObjectNode list) {
      if (request.asksCoreEvents()) {
        CoreEvents.asCore(list);
      }
      request.fieldSelector().choose(list);
    }
    return answer.code() == 200 && request.asksTable()
        ? new Answer(200, tables.of(answer.body(), request.asksWhole(), Instant.now()))
        : answer;
  }

  /** Whether this asks what an API group has that is not served: behind, every path is a list. */
  private boolean isUnknownGroup(String path) {
    String[] parts = path.split("/", -1);
    return (parts.length == 3 || parts.length == 4)
        && parts[1].equals("apis")
        && resources.keySet().stream()
            .noneMatch(
                gv ->
                    parts.length == 3
                        ? gv.startsWith(parts[2] + "/")
                        : gv.equals(parts[2] + "/" + parts[3]));
  }

  private Answer forward(String method, URI request, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(behind.resolve(request.toString()))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      builder.header("Content-Type", type);
    }
    HttpResponse<byte[]> response =
        client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (response.body().length == 0) {
      return response.statusCode() == 404
          ? notFound(request.getPath())
          : new Answer(response.statusCode(), status(response.statusCode(), "Success", ""));
    }
    JsonNode answer = JSON.readTree(response.body());
    if (answer instanceof ObjectNode list && "List".equals(answer.path("kind").asText())) {
      asTypedList(request.getPath(), list);
    }
    return new Answer(response.statusCode(), answer);
  }

  /** An API server says of what kind a list is. */
  private void asTypedList(String path, ObjectNode list) {
    String[] parts = path.substring(1).split("/", -1);
    String groupVersion = parts[0].equals("apis") ? parts[1] + "/" + parts[2] : parts[1];
    for (APIResource resource : resources.getOrDefault(groupVersion, List.of())) {
      if (resource.getName().equals(parts[parts.length - 1])) {
        list.put("kind", resource.getKind() + "List").put("apiVersion", groupVersion);
      }
    }
  }

  private Answer scale(KubectlRequest request) throws IOException, InterruptedException {
    String query = request.uri().getRawQuery();
    URI parent =
        URI.create(
            ScaleSubresource.parent(request.path())
                + (query == null || request.method().equals("GET") ? "" : "?" + query));
    Answer answer =
        request.method().equals("GET")
            ? forward("GET", parent, "", new byte[0])
            : forward(
                "PATCH",
                parent,
                MERGE_PATCH,
                ScaleSubresource.patch(JSON.readTree(request.body()))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8));
    return answer.code() < 300 ? new Answer(200, ScaleSubresource.of(answer.body())) : answer;
  }

  private void watch(KubectlRequest request, HttpExchange exchange)
      throws IOException, InterruptedException {
    URI watch = URI.create("ws://" + behind.getAuthority()).resolve(request.target().toString());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    watches.copy(
        watch, request.timeout(), event -> event(event, request), exchange.getResponseBody());
  }

  /** The mock server begins every watch with all objects; who has listed them has seen those. */
  private String event(String text, KubectlRequest request) {
    long since = request.resourceVersion();
    try {
      JsonNode event = JSON.readTree(text);
      JsonNode object = event.path("object");
      long version = object.path("metadata").path("resourceVersion").asLong();
      if ("ADDED".equals(event.path("type").asText()) && since > 0 && version <= since) {
        return "";
      }
      if (request.asksCoreEvents()) {
        CoreEvents.asCore(object);
      }
      if (!request.fieldSelector().matches(object)) {
        return "";
      }
      if (request.asksTable() && event instanceof ObjectNode changed) {
        changed.set("object", tables.of(object, request.asksWhole(), Instant.now()));
      }
      return event.toString();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static Answer notFound(String path) {
    String[] parts = path.substring(1).split("/", -1);
    String name = parts[parts.length - 1];
    String what =
        parts.length > 3
            ? parts[parts.length - 2]
                + (parts[0].equals("apis") ? "." + parts[1] : "")
                + " \""
                + name
                + "\" not found"
            : "the server could not find the requested resource";
    return new Answer(404, status(404, "NotFound", what));
  }

  private static JsonNode status(int code, String reason, String message) {
    return JSON.createObjectNode()
        .put("apiVersion", "v1")
        .put("kind", "Status")
        .put("status", code < 400 ? "Success" : "Failure")
        .put("code", code)
        .put("reason", reason)
        .put("message", message);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
