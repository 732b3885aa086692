package cloud.bleu.delivery.companion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.internal.OperationSupport;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lists objects of one kind by label without what they hold: a cluster may have more data in its
 * ConfigMaps than there is memory here.
 */
final class CopyList {

  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  /** An annotation may be long. */
  private static final int PAGE = 100;

  private static final long PATIENCE_SECONDS = 40;

  private static final List<String> KEPT =
      List.of("namespace", "name", "uid", "resourceVersion", "labels", "deletionTimestamp");

  private final KubernetesClient client;

  CopyList(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The objects, each with a part of its metadata and nothing else.
   *
   * @param namespace null: all of them
   * @throws KubernetesClientException when the server refuses it, fails or cannot be reached
   */
  List<HasMetadata> of(CompanionKind kind, @Nullable String namespace, String selector) {
    List<HasMetadata> found = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = page(path(kind, namespace, selector, next));
      for (JsonNode item : page.path("items")) {
        found.add(object(kind, item.path("metadata")));
      }
      next = page.path("metadata").path("continue").asText("");
    } while (!next.isEmpty());
    return found;
  }

  private static HasMetadata object(CompanionKind kind, JsonNode metadata) {
    ObjectNode object = Serialization.jsonMapper().createObjectNode();
    object.put("apiVersion", HasMetadata.getApiVersion(kind.type()));
    object.put("kind", kind.name());
    ObjectNode kept = object.putObject("metadata");
    for (String field : KEPT) {
      if (metadata.has(field)) {
        kept.set(field, metadata.get(field));
      }
    }
    return Serialization.jsonMapper().convertValue(object, kind.type());
  }

  private String path(
      CompanionKind kind, @Nullable String namespace, String selector, String next) {
    String version = HasMetadata.getApiVersion(kind.type());
    return client.getMasterUrl().toString().replaceAll("/+$", "")
        + (version.indexOf('/') < 0 ? "/api/" : "/apis/")
        + version
        + (namespace == null ? "" : "/namespaces/" + namespace)
        + "/"
        + kind.plural()
        + "?labelSelector="
        + URLEncoder.encode(selector, StandardCharsets.UTF_8)
        + "&limit="
        + PAGE
        + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  private JsonNode page(String url) {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(url)
            .header("Accept", METADATA)
            .timeout(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS)
            .build();
    try {
      HttpResponse<String> answer =
          client
              .getHttpClient()
              .sendAsync(request, String.class)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!answer.isSuccessful()) {
        throw OperationSupport.requestFailure(
            request, OperationSupport.createStatus(answer, client.getKubernetesSerialization()));
      }
      return Serialization.jsonMapper().readTree(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted before " + url + " was answered", e);
    } catch (ExecutionException | TimeoutException | JsonProcessingException e) {
      throw new KubernetesClientException(url + " is not answered", e);
    }
  }
}
