package cloud.bleu.sandbox;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Users of one plane whom its API server knows by a token that never changes: those who ask it most
 * of all. To look up a token costs it nothing, while it verifies the signature of a client
 * certificate at each request anew.
 */
final class StaticTokens {
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> lines = new LinkedHashMap<>();

  /** A new token of this user, member of this group; it starts with the name of the user. */
  String of(String user, String group) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String token = user.replace(':', '-') + "-" + HexFormat.of().formatHex(secret);
    lines.put(user, "%s,%s,%s,\"%s\"\n".formatted(token, user, user, group));
    return token;
  }

  /** The text of the file for {@code --token-auth-file}. */
  String file() {
    return String.join("", lines.values());
  }
}
