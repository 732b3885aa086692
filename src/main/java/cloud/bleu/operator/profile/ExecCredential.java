package cloud.bleu.operator.profile;

import cloud.bleu.operator.config.AccessProvider;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The object ExecCredential of Kubernetes: what a plugin is told, and what it answers. */
final class ExecCredential {

  /** The variable of its environment by which a plugin is told. */
  static final String INFO = "KUBERNETES_EXEC_INFO";

  private static final String KIND = "ExecCredential";
  private static final String CERTIFICATE = "clientCertificateData";
  private static final String KEY = "clientKeyData";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ExecCredential() {}

  /**
   * The text that a plugin gets.
   *
   * @param access of the cluster that it is asked for; told only where the provider says so
   */
  static String info(AccessProvider provider, ProfileAccess access) {
    ObjectNode info = JSON.createObjectNode();
    info.put("apiVersion", provider.apiVersion());
    info.put("kind", KIND);
    ObjectNode spec = info.putObject("spec");
    spec.put("interactive", false);
    if (provider.provideClusterInfo()) {
      ObjectNode told = spec.putObject("cluster");
      Cluster cluster = access.cluster();
      put(told, "server", cluster.getServer());
      put(told, "tls-server-name", cluster.getTlsServerName());
      put(told, "certificate-authority-data", cluster.getCertificateAuthorityData());
      JsonNode config = access.execConfig();
      if (config != null) {
        told.set("config", config);
      }
    }
    return info.toString();
  }

  /**
   * The credential in an answer of a plugin.
   *
   * @throws PluginException where it is none, or one that is over; its words show nothing of it
   */
  static Credential parse(String text, AccessProvider provider, Instant now)
      throws PluginException {
    JsonNode answer;
    try {
      answer = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw wrong("is no JSON");
    }
    if (answer == null || !KIND.equals(answer.path("kind").asText())) {
      throw wrong("is no ExecCredential");
    }
    if (!provider.apiVersion().equals(answer.path("apiVersion").asText())) {
      throw wrong(
          "has another apiVersion than "
              + provider.apiVersion()
              + ", which the file of providers states");
    }
    JsonNode status = answer.path("status");
    String token = text(status, "token");
    String certificate = text(status, CERTIFICATE);
    String key = text(status, KEY);
    if ((certificate == null) != (key == null)) {
      throw wrong("has only one of " + CERTIFICATE + " and " + KEY);
    }
    if (token == null && certificate == null) {
      throw wrong("has neither status.token nor " + CERTIFICATE);
    }
    if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw wrong("has a token with a line break or a space");
    }
    if (certificate != null && !(isPem(certificate) && isPem(String.valueOf(key)))) {
      throw wrong("has a certificate or a key that is no PEM text");
    }
    if (certificate != null && !isReadable(certificate, String.valueOf(key))) {
      throw wrong("has a certificate or a key that cannot be read");
    }
    Credential credential = new Credential(token, certificate, key, expiry(status));
    if (!credential.isValid(now)) {
      throw new PluginException(
          "gave a credential that expired at "
              + credential.expiry()
              + ": see why the plugin gives an old one, and the clocks of both machines");
    }
    return credential;
  }

  private static @Nullable Instant expiry(JsonNode status) throws PluginException {
    String text = text(status, "expirationTimestamp");
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw wrong("has an expirationTimestamp that is no instant of RFC 3339");
    }
  }

  private static boolean isPem(String text) {
    return text.contains("-----BEGIN ") && text.contains("-----END ");
  }

  /** Whether a client can be made of both, as the one of Fabric8 reads them. */
  private static boolean isReadable(String certificate, String key) {
    try {
      String algorithm = Config.getKeyAlgorithm(stream(key));
      CertUtils.createKeyStore(
          stream(certificate),
          stream(key),
          algorithm == null ? "RSA" : algorithm,
          new char[0],
          null,
          null);
      return true;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Its words may hold a part of either.
      return false;
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(JsonNode status, String field) throws PluginException {
    JsonNode value = status.path(field);
    if (value.isMissingNode() || value.isNull() || value.asText().isEmpty()) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong("has a status." + field + " that is no text");
    }
    return value.textValue();
  }

  private static void put(ObjectNode told, String field, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      told.put(field, value);
    }
  }

  private static PluginException wrong(String words) {
    return new PluginException(
        "gave an answer that "
            + words
            + ": it has to print one ExecCredential to standard output and nothing else");
  }
}
