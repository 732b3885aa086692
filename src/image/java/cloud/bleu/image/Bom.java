package cloud.bleu.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bill of materials of the image, in CycloneDX. */
final class Bom {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Bom() {}

  /**
   * What Maven says of the operator and its jars, and the packages of the base.
   *
   * @param maven the bill that Maven wrote
   * @param digest of the image, with its algorithm
   */
  static ObjectNode of(Path maven, List<BasePackage> packages, ImageFacts facts, String digest)
      throws IOException {
    ObjectNode bom = (ObjectNode) JSON.readTree(maven.toFile());
    // Drawn by chance, where it is there; the digest of the image tells bills apart.
    bom.remove("serialNumber");
    ObjectNode metadata = bom.withObject("/metadata");
    metadata.remove("timestamp");
    JsonNode operator = metadata.get("component");
    ArrayNode components = bom.withArray("components");
    components.insert(0, operator);
    ObjectNode image = metadata.putObject("component");
    image.put("type", "container");
    image.put("bom-ref", "image");
    image.put("name", "bleu");
    image.put("version", facts.tag());
    image.put("purl", "pkg:oci/bleu@" + digest.replace(":", "%3A") + "?tag=" + facts.tag());
    hash(image, digest.substring(digest.indexOf(':') + 1));

    ObjectNode contents = bom.withArray("dependencies").addObject();
    contents.put("ref", "image");
    ArrayNode parts = contents.putArray("dependsOn");
    parts.add(operator.get("bom-ref").asText());
    for (BasePackage base : packages) {
      if (base.inImage()) {
        components.add(component(base));
        parts.add(base.purl());
      }
    }
    return bom;
  }

  /** The SHA-256 of each component of a bill by its package URL, where it has one. */
  static Map<String, String> hashes(JsonNode bom) {
    Map<String, String> hashes = new TreeMap<>();
    for (JsonNode component : bom.path("components")) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          hashes.put(component.path("purl").asText(), hash.path("content").asText());
        }
      }
    }
    return hashes;
  }

  private static ObjectNode component(BasePackage base) {
    ObjectNode component = JSON.createObjectNode();
    component.put("type", "library");
    component.put("bom-ref", base.purl());
    component.put("publisher", "Debian");
    component.put("name", base.name());
    component.put("version", base.version());
    component.putArray("licenses").addObject().put("expression", base.licence());
    component.put("purl", base.purl());
    hash(component, base.sha256());
    return component;
  }

  private static void hash(ObjectNode component, String sha256) {
    component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256);
  }
}
