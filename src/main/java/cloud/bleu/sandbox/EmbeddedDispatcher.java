package cloud.bleu.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesAttributesExtractor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.crud.KubernetesCrudDispatcherException;
import io.fabric8.kubernetes.client.server.mock.crud.PatchHandler;
import io.fabric8.kubernetes.client.server.mock.crud.PostHandler;
import io.fabric8.kubernetes.client.server.mock.crud.PutHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Fabric8 mock server's CRUD behaviour, plus server-side apply, merge patches as they are
 * defined, defaults of schemas, dry run and discovery.
 */
final class EmbeddedDispatcher extends KubernetesCrudDispatcher {

  private static final String APPLY_PATCH = "application/apply-patch";

  private final PostHandler post =
      new PostHandler((KubernetesAttributesExtractor) attributeExtractor, this);
  private final PutHandler put = new PutHandler(this);
  private final Discovery discovery;
  private final SchemaDefaults defaults;

  private final ServerSideApply applied = new ServerSideApply();

  /** Whether the write under way is answered as any other, and nothing of it is stored. */
  private boolean dry;

  /** What the write under way makes of its object. There is one at a time. */
  private @Nullable JsonNode written;

  EmbeddedDispatcher(Discovery discovery, SchemaDefaults defaults) {
    this.discovery = discovery;
    this.defaults = defaults;
  }

  /** The mock server appends to lists, so that no finalizer could ever be taken away. */
  @Override
  public JsonNode merge(JsonNode current, String patch) throws KubernetesCrudDispatcherException {
    return MergePatch.apply(current, asNode(patch));
  }

  /**
   * Every state that is stored comes through here. The store behind takes the one before out, and
   * puts the other in: whoever reads waits until both are done.
   */
  @Override
  public void processEvent(
      String path,
      AttributeSet asked,
      AttributeSet stored,
      @Nullable GenericKubernetesResource resource,
      @Nullable String state) {
    if (dry) {
      return;
    }
    // Who replaces an object hands over no resource, and has just touched what it is replaced by.
    JsonNode object =
        state == null || !defaults.concern(path)
            ? null
            : resource == null && written != null ? written : StoredObjects.readStored(state);
    String body = object != null && defaults.fill(object) ? object.toString() : state;
    synchronized (map) {
      super.processEvent(
          path,
          asked,
          stored,
          resource == null && object != null ? StoredObjects.known(object) : resource,
          body);
    }
  }

  /** The mock server lists the differences of two versions; whether there are any is enough. */
  @Override
  public void touchResourceVersion(JsonNode current, JsonNode updated) {
    written = updated;
    if (!current.equals(StoredObjects.withoutAbsent(updated)) && !dry) {
      ((ObjectNode) updated.get(METADATA))
          .put(RESOURCE_VERSION, String.valueOf(requestResourceVersion()));
    }
  }

  @Override
  public void touchGeneration(JsonNode current, JsonNode updated) {
    if (StoredObjects.isNewGeneration(current, updated)) {
      ((ObjectNode) updated.get(METADATA))
          .put(GENERATION, current.path(METADATA).path(GENERATION).asInt(0) + 1);
    }
  }

  /** An object with the defaults of its kind. */
  private String defaulted(String text) {
    JsonNode object = StoredObjects.readStored(text);
    defaults.fill(object);
    return object.toString();
  }

  /**
   * What was answered to a write, as it was stored. One that may have ended the object before, by
   * taking its last finalizer away, is answered with what was written.
   */
  private MockResponse asStored(
      String path, Map.@Nullable Entry<AttributeSet, String> before, MockResponse response) {
    if (response.code() >= HttpURLConnection.HTTP_MULT_CHOICE) {
      return response;
    }
    if (dry) {
      return json(response.code(), defaulted(response.getBody().readUtf8()));
    }
    Map.Entry<AttributeSet, String> stored = findResource(getKey(path));
    if (stored != null) {
      return json(response.code(), stored.getValue());
    }
    JsonNode last = written;
    if (before == null || last == null || !StoredObjects.isDeleted(before.getValue())) {
      return response;
    }
    preserveMetadata(StoredObjects.readStored(before.getValue()), last);
    return json(HttpURLConnection.HTTP_OK, StoredObjects.freed(last));
  }

  @Override
  public MockResponse handleGet(String path) {
    String document = discovery.document(pathOf(path));
    return document == null ? super.handleGet(path) : json(HttpURLConnection.HTTP_OK, document);
  }

  @Override
  public synchronized MockResponse handleCreate(RecordedRequest request) {
    String path = request.getPath();
    String body = body(request);
    dry = isDryRun(path);
    MockResponse created = super.handleCreate(request);
    if (created.code() != HttpURLConnection.HTTP_CREATED) {
      return created.code() == 409
          ? refused(409, "AlreadyExists", pathOf(path) + " has one of that name")
          : created;
    }
    JsonNode fields = StoredObjects.readStored(body);
    String name = fields.path("metadata").path("name").asText();
    if (name.isEmpty() && !dry) {
      return created; // The server has made the name.
    }
    String object = pathOf(path) + "/" + name;
    String manager = parameter(path, "fieldManager");
    if (manager != null) {
      // What a manager creates counts as applied by it, as after an upgrade of managed fields.
      remember(object + "|" + manager, object, fields);
    }
    return asStored(object, null, created);
  }

  /** Read once more: the handler behind empties the buffer. */
  private static String body(RecordedRequest request) {
    return new String(request.getBody().getBytes(), StandardCharsets.UTF_8);
  }

  /** Whether a deletion is a dry run may stand in its body. */
  @Override
  public MockResponse dispatch(RecordedRequest request) {
    return request.method() == HttpMethod.DELETE && StoredObjects.isDryRun(body(request))
        ? handleGet(pathOf(request.getPath()))
        : super.dispatch(request);
  }

  @Override
  public synchronized MockResponse handleDelete(String path) {
    dry = false;
    return isDryRun(path) ? handleGet(pathOf(path)) : super.handleDelete(path);
  }

  @Override
  public synchronized MockResponse handleUpdate(RecordedRequest request) {
    String path = request.getPath();
    dry = isDryRun(path);
    Map.Entry<AttributeSet, String> before = findResource(getKey(path));
    // What ends an object is not touched.
    boolean mayEnd = before != null && StoredObjects.isDeleted(before.getValue());
    written = mayEnd ? StoredObjects.readStored(body(request)) : null;
    return asStored(path, before, super.handleUpdate(request));
  }

  @Override
  public synchronized MockResponse handlePatch(RecordedRequest request) {
    String type = request.getHeader("Content-Type");
    String path = request.getPath();
    dry = isDryRun(path);
    boolean applied = type != null && type.startsWith(APPLY_PATCH);
    // The handler behind knows a status only by the end of what it is given.
    boolean asked = pathOf(path).endsWith("/status") && !pathOf(path).equals(path);
    if (!applied && !asked) {
      return asStored(path, findResource(getKey(path)), super.handlePatch(request));
    }
    try {
      if (!applied) {
        PatchHandler patch = new PatchHandler(this);
        return asStored(path, null, patch.handle(pathOf(path), type, request.getUtf8Body()));
      }
      return apply(path, request.getUtf8Body());
    } catch (KubernetesCrudDispatcherException e) {
      return json(e.getCode(), e.toStatusBody());
    } catch (JsonProcessingException e) {
      return refused(400, "BadRequest", "the body is not YAML or JSON: " + e.getOriginalMessage());
    }
  }

  private MockResponse apply(String path, String body)
      throws KubernetesCrudDispatcherException, JsonProcessingException {
    ObjectNode wanted = (ObjectNode) StoredObjects.read(body);
    Map.Entry<AttributeSet, String> stored = findResource(getKey(path));
    boolean statusOnly = pathOf(path).endsWith("/status");
    String key = pathOf(path) + "|" + parameter(path, "fieldManager");
    if (stored == null) {
      if (statusOnly) {
        return notFound(path);
      }
      String collection = pathOf(path).substring(0, pathOf(path).lastIndexOf('/'));
      MockResponse created = post.handle(collection, null, Serialization.asJson(wanted));
      remember(key, path, wanted);
      return asStored(path, null, created);
    }
    ObjectNode current = (ObjectNode) Serialization.jsonMapper().readTree(stored.getValue());
    if (StoredObjects.isOfAnotherVersion(wanted, current)) {
      return modified(path);
    }
    ObjectNode mine = ServerSideApply.fields(wanted);
    ObjectNode merged = applied.merge(key, current, mine);
    defaults.fill(merged);
    if (!statusOnly && isStatusSubresourceEnabledForResource(path) && current.has("status")) {
      merged.set("status", current.get("status"));
    }
    MockResponse response =
        merged.equals(current)
            ? json(HttpURLConnection.HTTP_OK, stored.getValue())
            : put.handle(pathOf(path), null, Serialization.asJson(merged));
    remember(key, path, mine);
    written = merged;
    return asStored(path, stored, response);
  }

  private void remember(String key, String path, JsonNode fields) {
    Map.Entry<AttributeSet, String> stored = findResource(getKey(path));
    if (stored != null && !dry) {
      applied.remember(key, StoredObjects.readStored(stored.getValue()), fields);
    }
  }

  private static MockResponse json(int code, String body) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  private static MockResponse notFound(String path) {
    return refused(404, "NotFound", pathOf(path) + " not found");
  }

  private static MockResponse modified(String path) {
    return refused(409, "Conflict", pathOf(path) + " has been modified; read it again");
  }

  private static MockResponse refused(int code, String reason, String message) {
    ObjectNode status = Serialization.jsonMapper().createObjectNode();
    status.put("apiVersion", "v1").put("kind", "Status").put("status", "Failure");
    status.put("code", code).put("reason", reason).put("message", message);
    return json(code, status.toString());
  }

  private static boolean isDryRun(String path) {
    return "All".equals(parameter(path, "dryRun"));
  }

  private static String pathOf(String path) {
    return path.split("[?]", 2)[0];
  }

  private static @Nullable String parameter(String path, String name) {
    for (String pair : path.substring(pathOf(path).length()).split("[?&]", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return null;
  }
}
