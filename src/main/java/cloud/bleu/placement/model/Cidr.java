package cloud.bleu.placement.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses.
 *
 * @param bits of an address: 32 or 128
 * @param network the first address
 * @param prefix how many bits all addresses have in common
 */
public record Cidr(int bits, BigInteger network, int prefix) {

  /** One network of a kind that is not routed on the internet is never wider: 10/8 and fc00::/7. */
  private static final int WIDEST_V4 = 8;

  private static final int WIDEST_V6 = 7;

  private static final int V4 = 32;
  private static final int V6 = 128;

  /** As RFC 4632 and RFC 4291 write it, with zeros behind the prefix; null when it is not so. */
  public static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    String address = text.substring(0, slash);
    boolean v6 = address.indexOf(':') >= 0;
    int bits = v6 ? V6 : V4;
    BigInteger network = v6 ? v6(address) : v4(address);
    int prefix = number(text.substring(slash + 1), bits, 10);
    if (network == null || prefix < 0) {
      return null;
    }
    BigInteger behind = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
    return network.and(behind).signum() == 0 ? new Cidr(bits, network, prefix) : null;
  }

  /** Whether every address of the other one is in this one. */
  public boolean contains(Cidr other) {
    return bits == other.bits
        && prefix <= other.prefix
        && network.shiftRight(bits - prefix).equals(other.network.shiftRight(bits - prefix));
  }

  /** Whether it is wider than any one network: then it stands for anywhere. */
  public boolean isAnywhere() {
    return prefix < (bits == V4 ? WIDEST_V4 : WIDEST_V6);
  }

  private static @Nullable BigInteger v4(String address) {
    String[] parts = address.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    BigInteger value = BigInteger.ZERO;
    for (String part : parts) {
      int octet = number(part, 255, 10);
      if (octet < 0) {
        return null;
      }
      value = value.shiftLeft(8).or(BigInteger.valueOf(octet));
    }
    return value;
  }

  private static @Nullable BigInteger v6(String address) {
    int gap = address.indexOf("::");
    if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    List<Integer> head = groups(gap < 0 ? address : address.substring(0, gap));
    List<Integer> tail = groups(gap < 0 ? "" : address.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int missing = 8 - head.size() - tail.size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return null;
    }
    List<Integer> all = new ArrayList<>(head);
    for (int i = 0; i < missing; i++) {
      all.add(0);
    }
    all.addAll(tail);
    BigInteger value = BigInteger.ZERO;
    for (int group : all) {
      value = value.shiftLeft(16).or(BigInteger.valueOf(group));
    }
    return value;
  }

  private static @Nullable List<Integer> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return groups;
    }
    for (String part : text.split(":", -1)) {
      int group = part.length() > 4 ? -1 : number(part, 0xffff, 16);
      if (group < 0) {
        return null;
      }
      groups.add(group);
    }
    return groups;
  }

  /** A number from 0 to {@code most}, in base 10 without leading zeros; -1 when it is none. */
  private static int number(String text, int most, int base) {
    if (text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), base) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * base + digit;
    }
    boolean padded = base == 10 && text.length() > 1 && text.charAt(0) == '0';
    return padded || value > most ? -1 : value;
  }
}
