package cloud.bleu.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the image from what hack/image has laid ready.
 *
 * <pre>
 * truststore CERTIFICATES FILE
 * image WORK OUT [KEY]   the layout, the archive, the bill of materials, the provenance
 * sign FILE KEY          FILE.sig
 * </pre>
 */
final class ImageBuild {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ImageBuild() {}

  /** Does one of the three; an error ends it with a stack trace, as it is none of a user's. */
  public static void main(String[] arguments) throws Exception {
    Path first = Path.of(arguments[1]);
    Path second = Path.of(arguments[2]);
    switch (arguments[0]) {
      case "truststore" -> TrustStore.write(first, second);
      case "image" -> image(first, second, arguments.length > 3 ? Path.of(arguments[3]) : null);
      case "sign" ->
          Files.write(Path.of(first + ".sig"), Envelope.with(second).signed(first));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void image(Path work, Path out, Path key) throws Exception {
    ImageFacts facts = ImageFacts.read(work.resolve("image.properties"));
    String name = "bleu-" + facts.tag();
    Path archive = work.resolve("jib.tar");
    Layers.write(work.resolve("layers"), facts, archive, work.resolve("jib"));
    Layout layout = Layout.unpack(archive, out.resolve(name), "bleu:" + facts.tag());
    layout.pack(out.resolve(name + ".tar"));
    String digest = layout.digest();
    Files.writeString(out.resolve("digest"), digest + "\n");

    List<BasePackage> packages = BasePackage.read(work.resolve("packages.tsv"));
    ObjectNode bom = Bom.of(work.resolve("bom.json"), packages, facts, digest);
    JsonNode jars = JSON.readTree(work.resolve("bom.json").toFile());
    ObjectNode provenance = Statement.provenance(digest, facts, packages, Bom.hashes(jars));
    write(out.resolve(name + ".cdx.json"), bom);
    write(out.resolve(name + ".provenance.json"), provenance);
    if (key != null) {
      Envelope envelope = Envelope.with(key);
      write(out.resolve(name + ".cdx.dsse.json"), envelope.of(Statement.bom(digest, bom)));
      write(out.resolve(name + ".provenance.dsse.json"), envelope.of(provenance));
    }
  }

  private static void write(Path file, JsonNode json) throws Exception {
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }
}
