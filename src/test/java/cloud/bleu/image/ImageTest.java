package cloud.bleu.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the image, and what is said of it. */
@Needs(Need.IMAGE)
class ImageTest {

  /** Of the sandbox, of tests, and of what they bring along. */
  private static final String NOT_FOR_THE_OPERATOR =
      "(?i).*(mock|junit|jupiter|vertx|netty|bcprov|bcpkix|archunit|awaitility|jmh|assert|hamcrest"
          + "|ortools|jna|jib|test).*";

  /** All that can be run: Java, what it starts programs with, and the loader of the C library. */
  private static final Set<String> PROGRAMS =
      Set.of("jre/bin/java", "jre/lib/jspawnhelper", "lib64/ld-linux-x86-64.so.2");

  @TempDir static Path folder;

  @Test
  void whatIsInItIsTheOperatorAndWhatItNeeds() throws Exception {
    BuiltImage image = BuiltImage.find();
    Path root = image.unpack(folder.resolve("root"));

    List<Path> jars = files(root.resolve("app"), ".jar");
    System.out.println("jars in the image: " + jars.stream().map(ImageTest::name).toList());
    assertTrue(jars.size() > 40, "jars: " + jars.size());
    assertEquals(
        List.of(),
        jars.stream().map(ImageTest::name).filter(n -> n.matches(NOT_FOR_THE_OPERATOR)).toList());
    try (JarFile operator = new JarFile(root.resolve("app/bleu.jar").toFile())) {
      List<String> entries = operator.stream().map(JarEntry::getName).toList();
      assertTrue(entries.contains("cloud/bleu/operator/Operator.class"));
      assertEquals(
          List.of(),
          entries.stream()
              .filter(name -> name.matches("(?i).*(sandbox|mock|Test\\.class|/image/).*"))
              .toList());
    }

    try (Stream<Path> all = Files.walk(root)) {
      assertEquals(
          new TreeSet<>(PROGRAMS),
          all.filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
              .filter(ImageTest::isExecutableByAll)
              .map(file -> root.relativize(file).toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    assertBill(image, root, jars);
  }

  private static boolean isExecutableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file)
          .contains(java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The bill of materials lists each jar by its content, each package, and nothing else. */
  private static void assertBill(BuiltImage image, Path root, List<Path> jars) throws Exception {
    Map<String, String> listed = new HashMap<>();
    Set<String> packages = new TreeSet<>();
    for (JsonNode component : image.json(".cdx.json").get("components")) {
      String purl = component.get("purl").asText();
      assertTrue(component.at("/licenses/0").size() > 0, "no licence: " + purl);
      if (purl.startsWith("pkg:deb/")) {
        packages.add(component.get("name").asText());
      } else {
        component
            .path("hashes")
            .forEach(
                hash -> {
                  if (hash.get("alg").asText().equals("SHA-256")) {
                    listed.put(hash.get("content").asText(), purl);
                  }
                });
      }
    }
    Set<String> unlisted = new TreeSet<>();
    for (Path jar : jars) {
      if (!name(jar).equals("bleu.jar") && listed.remove(sha256(jar)) == null) {
        unlisted.add(name(jar));
      }
    }
    assertEquals(Set.of(), unlisted, "in the image and not in the bill");
    assertEquals(Map.of(), listed, "in the bill and not in the image");
    try (Stream<Path> status = Files.list(root.resolve("var/lib/dpkg/status.d"))) {
      assertEquals(
          status.map(ImageTest::name).collect(Collectors.toCollection(TreeSet::new)), packages);
    }
    for (String name : packages) {
      Path licence = root.resolve("usr/share/doc").resolve(name).resolve("copyright");
      assertTrue(Files.exists(licence) || name.matches("lib(gcc|stdc).*"), licence + " is missing");
    }
  }

  @Test
  void itRunsAsNobodyAndSaysWhatItIs() throws Exception {
    BuiltImage image = BuiltImage.find();
    JsonNode configuration = image.configuration().get("config");
    assertEquals("65532:65532", configuration.get("User").asText());
    assertEquals("/jre/bin/java", configuration.at("/Entrypoint/0").asText());
    assertEquals("[\"run\"]", configuration.get("Cmd").toString());
    JsonNode labels = configuration.get("Labels");
    for (String label : List.of("version", "revision", "licenses", "title", "created")) {
      assertFalse(labels.path("org.opencontainers.image." + label).asText().isEmpty(), label);
    }
    assertEquals("amd64", image.configuration().get("architecture").asText());
    assertEquals("linux", image.configuration().get("os").asText());
  }

  @Test
  void everythingIsBoundToItsDigest() throws Exception {
    BuiltImage image = BuiltImage.find();
    List<JsonNode> blobs = new ArrayList<>();
    blobs.add(image.manifest().get("config"));
    image.manifest().get("layers").forEach(blobs::add);
    for (JsonNode blob : blobs) {
      String digest = blob.get("digest").asText();
      assertEquals(digest, "sha256:" + sha256(image.blob(digest)));
      assertEquals(blob.get("size").asLong(), Files.size(image.blob(digest)));
    }
    assertEquals(image.digest(), "sha256:" + sha256(image.blob(image.digest())));

    JsonNode provenance = image.json(".provenance.json");
    assertEquals("https://slsa.dev/provenance/v1", provenance.get("predicateType").asText());
    assertEquals(image.digest(), "sha256:" + provenance.at("/subject/0/digest/sha256").asText());
    String revision =
        image.configuration().at("/config/Labels/org.opencontainers.image.revision").asText();
    assertEquals(
        revision, provenance.at("/predicate/buildDefinition/externalParameters/revision").asText());
    assertTrue(provenance.at("/predicate/buildDefinition/resolvedDependencies").size() > 50);
    assertEquals(
        "pkg:oci/bleu@" + image.digest().replace(":", "%3A") + "?tag=" + image.tag(),
        image.json(".cdx.json").at("/metadata/component/purl").asText());
  }

  /** Read here by the specification of DSSE, not by the code that wrote it. */
  @Test
  void statementsAreSignedAsDsseSays() throws Exception {
    BuiltImage image = BuiltImage.find();
    assertTrue(
        Files.exists(image.file(".provenance.dsse.json")),
        "the image is not signed; hack/image --check makes one that is");
    PublicKey key =
        SigningKey.publicKeys(Files.readString(image.directory().resolveSibling("image.pub")))
            .get(0);
    for (String ending : List.of(".provenance", ".cdx")) {
      JsonNode envelope = image.json(ending + ".dsse.json");
      byte[] payload = Base64.getDecoder().decode(envelope.get("payload").asText());
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(authenticated(envelope.get("payloadType").asText(), payload));
      assertTrue(
          signature.verify(Base64.getDecoder().decode(envelope.at("/signatures/0/sig").asText())),
          ending);
      JsonNode statement = new JsonMapper().readTree(payload);
      assertEquals("https://in-toto.io/Statement/v1", statement.get("_type").asText());
      assertEquals(image.digest(), "sha256:" + statement.at("/subject/0/digest/sha256").asText());
      JsonNode said = image.json(ending + ".json");
      assertEquals(ending.equals(".cdx") ? statement.get("predicate") : statement, said);
    }
  }

  private static byte[] authenticated(String type, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : List.of(type.getBytes(StandardCharsets.UTF_8), payload)) {
      bytes.writeBytes(bytes.size() == 0 ? "DSSEv1".getBytes(StandardCharsets.UTF_8) : new byte[0]);
      bytes.writeBytes((" " + part.length + " ").getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
