package cloud.bleu.evidence.person;

import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.JsonTree;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The names behind pseudonyms as {@code persons.json} has them. A pseudonym ends with the first 16
 * bytes of HMAC-SHA-256 of the name, keyed with the salt beside it: names cannot be exchanged, and
 * once both are erased nobody can try names out.
 */
final class PersonRegister {

  private static final String ALGORITHM = "HmacSHA256";

  /** Bytes of a salt, and of a pseudonym. */
  static final int BYTES = 16;

  private static final String NAME = "name";
  private static final String SALT = "salt";

  /** A pseudonym of the releases that made them by chance. */
  private static final Pattern BY_CHANCE = Pattern.compile("[a-z]+-[0-9a-f]{16}");

  private PersonRegister() {}

  /**
   * A name.
   *
   * @param salt 32 hex digits; null in a register of a release that made pseudonyms by chance
   */
  record Named(String name, @Nullable String salt) {

    /** Whether a pseudonym is the one of this name. */
    boolean isBehind(String pseudonym) {
      String key = salt;
      try {
        return key != null
            && pseudonym.equals(
                pseudonym(pseudonym.substring(0, pseudonym.indexOf('-') + 1), key, name));
      } catch (IllegalArgumentException e) {
        // It is no salt.
        return false;
      }
    }

    /** Whether nothing can tell to whom a pseudonym was given. */
    boolean isByChance(String pseudonym) {
      return salt == null && BY_CHANCE.matcher(pseudonym).matches();
    }

    Object tree() {
      String key = salt;
      return key == null ? name : Map.of(NAME, name, SALT, key);
    }
  }

  /** What stands for a name. */
  static String pseudonym(String before, String salt, String name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(salt), ALGORITHM));
      byte[] all = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return before + HexFormat.of().formatHex(all, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /**
   * Reads a register.
   *
   * @throws IllegalArgumentException when it is none
   */
  static SortedMap<String, Named> read(String text) {
    TreeMap<String, Named> register = new TreeMap<>();
    JsonTree.object(text).forEach((pseudonym, held) -> register.put(pseudonym, named(held)));
    return register;
  }

  private static Named named(@Nullable Object held) {
    if (held instanceof String name) {
      return new Named(name, null);
    }
    Map<String, Object> fields = JsonTree.asObject(held);
    if (fields.get(NAME) instanceof String name && fields.get(SALT) instanceof String salt) {
      return new Named(name, salt);
    }
    throw new IllegalArgumentException("an entry has no name and salt");
  }

  /** Canonical JSON of a register. */
  static String text(Map<String, Named> register) {
    TreeMap<String, Object> trees = new TreeMap<>();
    register.forEach((pseudonym, named) -> trees.put(pseudonym, named.tree()));
    return CanonicalJson.text(trees);
  }
}
