package cloud.bleu.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What is said of the image, as statements of in-toto. */
final class Statement {

  private static final String PROVENANCE = "https://slsa.dev/provenance/v1";
  private static final String BOM = "https://cyclonedx.org/bom";

  /** What hack/image does; docs/decisions/0016-image.md says it. */
  private static final String BUILD = "https://placement.bleu.cloud/image/v1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Statement() {}

  /** That the image consists of what a bill of materials lists. */
  static ObjectNode bom(String digest, JsonNode bom) {
    ObjectNode statement = about(digest, BOM);
    statement.set("predicate", bom);
    return statement;
  }

  /**
   * How the image was built, as a predicate of SLSA, version 1.
   *
   * @param jars the SHA-256 of each jar by its package URL
   */
  static ObjectNode provenance(
      String digest, ImageFacts facts, List<BasePackage> packages, Map<String, String> jars) {
    ObjectNode statement = about(digest, PROVENANCE);
    ObjectNode predicate = statement.putObject("predicate");
    ObjectNode build = predicate.putObject("buildDefinition");
    build.put("buildType", BUILD);
    build
        .putObject("externalParameters")
        .put("revision", facts.revision())
        .put("tag", facts.tag());
    ArrayNode made = build.putArray("resolvedDependencies");
    ObjectNode source = made.addObject();
    source.put("uri", facts.source().isEmpty() ? "git+urn:bleu" : "git+" + facts.source());
    source.putObject("digest").put("gitCommit", facts.revision());
    for (BasePackage base : packages) {
      material(made, base.purl(), base.sha256());
    }
    jars.forEach((purl, sha256) -> material(made, purl, sha256));
    predicate.putObject("runDetails").putObject("builder").put("id", facts.builder());
    return statement;
  }

  private static ObjectNode about(String digest, String predicateType) {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    ObjectNode subject = statement.putArray("subject").addObject();
    subject.put("name", "bleu");
    String[] parts = digest.split(":");
    subject.putObject("digest").put(parts[0], parts[1]);
    statement.put("predicateType", predicateType);
    return statement;
  }

  private static void material(ArrayNode made, String uri, String sha256) {
    made.addObject().put("uri", uri).putObject("digest").put("sha256", sha256);
  }
}
